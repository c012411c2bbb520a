package io.github.bits4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.JobSpec;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.UploadSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every backend does the same way, seen through the public API alone.
 *
 * <p>A backend that differs says so in {@link #differences()}; the difference is then asserted in
 * place of the documented behaviour. No case is ever left out. The cases stand by subject in the
 * interfaces that this class implements.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
public abstract class BitsContract
    implements CreatingContract,
        FilesContract,
        TransferContract,
        FailureContract,
        ServersContract,
        EndingContract,
        StatesContract,
        SchedulingContract,
        PropertiesContract,
        NamesContract,
        ProgressContract,
        HandlesContract,
        ListeningContract,
        FeaturesContract,
        WishesContract,
        UploadContract {
  /** Hardly fewer cases than there are, so that none gets lost. */
  public static final int AT_LEAST = 240;

  /** Where the files of a case live. */
  @TempDir protected Path folder;

  private final List<UUID> created = new ArrayList<>();
  private BitsServer good;
  private ContractServer bad;
  private BitsServer replying;
  private BitsManager bits;

  /** Opens the backend; every call within one case reaches the same queue. */
  protected abstract BitsManager open() throws Exception;

  /** How this backend differs from BITS as documented. */
  protected abstract Set<Difference> differences();

  /** What the backend has of what came after the first version of BITS. */
  @Override
  public abstract Set<Feature> features();

  @BeforeEach
  final void start() throws Exception {
    Files.createDirectories(folder.resolve("served"));
    Files.createDirectories(folder.resolve("here"));
    good = BitsServer.serving(folder.resolve("served")).uploads(UploadSettings.defaults()).start();
    bad = new ContractServer(good.url("/").toString());
    replying =
        BitsServer.serving(Files.createDirectories(folder.resolve("inbox")))
            .uploads(
                UploadSettings.builder()
                    .application(
                        new ServerApplication(
                            URI.create(bad.url("/application")),
                            ServerApplication.Notification.VALUE))
                    .build())
            .start();
    bits = open();
  }

  @Test
  final void noCaseIsLost() {
    int cases = Cases.of(getClass());
    assertTrue(cases >= AT_LEAST, () -> cases + " cases, and there should be " + AT_LEAST);
  }

  @AfterEach
  final void endEveryJob() throws Exception {
    bad.close();
    for (UUID id : created) {
      bits.findJob(id).ifPresent(BitsContract::cancelIfAlive);
    }
    bits.close();
    replying.close();
    good.close();
  }

  @Override
  public final BitsManager bits() {
    return bits;
  }

  @Override
  public final void reopen() throws Exception {
    bits = open();
  }

  @Override
  public final boolean differs(Difference difference) {
    return differences().contains(difference);
  }

  @Override
  public final BitsJob create(JobSpec.Builder spec) {
    return remember(bits.createJob(spec.build()));
  }

  @Override
  public final BitsJob remember(BitsJob job) {
    created.add(job.id());
    return job;
  }

  @Override
  public final byte[] serve(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.write(served(name), bytes);
    return bytes;
  }

  @Override
  public final Path served(String name) {
    return folder.resolve("served").resolve(name).toAbsolutePath();
  }

  @Override
  public final String goodUrl(String name) {
    return good.url("/" + name).toString();
  }

  @Override
  public final String replyingUrl(String name) {
    return replying.url("/" + name).toString();
  }

  @Override
  public final String badUrl(String path) {
    return bad.url(path);
  }

  @Override
  public final Path here(String name) {
    return folder.resolve("here").resolve(name).toAbsolutePath();
  }

  @Override
  public final Path nowhere() {
    return folder.resolve("nowhere");
  }

  @Override
  public final void assertOnlyHere(String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("here"))) {
      Set<String> found =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      found.removeIf(name -> name.startsWith("BIT") && name.endsWith(".tmp") && jobsAreAlive());
      assertEquals(Set.of(names), found);
    }
  }

  private boolean jobsAreAlive() {
    return created.stream()
        .map(bits::findJob)
        .flatMap(Optional::stream)
        .anyMatch(job -> !job.state().isFinal());
  }

  private static void cancelIfAlive(BitsJob job) {
    if (!job.state().isFinal()) {
      job.cancel();
    }
  }
}
