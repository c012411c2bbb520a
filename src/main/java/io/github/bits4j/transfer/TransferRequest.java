package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Credentials;
import io.github.bits4j.FileSpec;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.NotifyCommand;
import io.github.bits4j.error.BitsException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a {@link Transfer} shall do. Begun by {@link Transfer#download} or {@link Transfer#upload};
 * nothing happens before {@link #start()}, where everything that is not valid is refused.
 *
 * <p>Not for use by several threads at once. Never shows headers, credentials, or what stands
 * behind the path in a URL, where signatures are.
 */
public final class TransferRequest {
  private final JobType type;
  private final List<WantedFile> files = new ArrayList<>();
  private final List<HttpHeader> headers = new ArrayList<>();
  private final List<Credentials> credentials = new ArrayList<>();
  private final List<Consumer<BitsJob>> preparations = new ArrayList<>();
  private String name;
  private BitsManager manager;
  private TransferTime time;
  private Executor executor;
  private JobPriority priority;
  private Path folder;
  private Path reply;
  private boolean withReply;
  private boolean basicInTheClear;
  private Ledger ledger;
  private String work;
  private boolean keepsFailedJob;
  private boolean keepsWholeFiles;
  private boolean fellBack;
  private Deadlines deadlines = Deadlines.defaults();
  private RetryPolicy retry = RetryPolicy.defaults();
  private Function<FileSpec, URI> urls;
  private ProgressListener listener = ProgressListener.NONE;

  private TransferRequest(JobType type) {
    this.type = type;
  }

  static TransferRequest download(String remote, Path local) {
    return new TransferRequest(JobType.DOWNLOAD).and(remote, local);
  }

  /** The request of an earlier run of the program, as far as the ledger has it. */
  static TransferRequest again(LedgerEntry entry, Ledger ledger, Optional<BitsManager> bits) {
    JobSpec spec = entry.spec();
    TransferRequest request =
        new TransferRequest(spec.type() == JobType.DOWNLOAD ? spec.type() : JobType.UPLOAD);
    request.withReply = spec.type() == JobType.UPLOAD_REPLY;
    for (int i = 0; i < spec.files().size(); i++) {
      FileSpec file = spec.files().get(i);
      FileNote note = entry.notes().get(i);
      request.files.add(new WantedFile(file.remoteName(), file.localName()));
      note.size().ifPresent(request::size);
      note.sha256().ifPresent(request::sha256);
    }
    spec.priority().ifPresent(request::priority);
    request.work = entry.work().orElse(null);
    bits.ifPresent(request::on);
    return request.named(spec.displayName()).recordedIn(ledger);
  }

  static TransferRequest upload(Path local, String remote) {
    TransferRequest request = new TransferRequest(JobType.UPLOAD);
    request.files.add(new WantedFile(remote, local));
    return request;
  }

  // ---- What ----

  /**
   * Downloads another file too, as part of the same work.
   *
   * @param remote an http, https or file URL
   * @param local the absolute path of the file here; a relative one with {@link #within}
   * @return this request
   * @throws IllegalStateException for an upload, which has one file
   */
  public TransferRequest and(URI remote, Path local) {
    return and(remote.toASCIIString(), local);
  }

  /**
   * Downloads another file too, as part of the same work.
   *
   * @param remote a URL, UNC name or full path; BITS escapes nothing in it
   * @param local the absolute path of the file here; a relative one with {@link #within}
   * @return this request
   * @throws IllegalStateException for an upload, which has one file
   */
  public TransferRequest and(String remote, Path local) {
    requireDownload("and");
    files.add(new WantedFile(remote, local));
    return this;
  }

  /**
   * Has the file that was named last checked before it gets its name.
   *
   * @param hex its SHA-256, 64 hexadecimal digits
   * @return this request
   * @throws BitsException {@code E_INVALIDARG} if it is none
   * @throws IllegalStateException for an upload
   */
  public TransferRequest sha256(String hex) {
    return verify(Verification.sha256(hex));
  }

  /**
   * Has the file that was named last checked before it gets its name.
   *
   * @param bytes its size
   * @return this request
   * @throws BitsException {@code E_INVALIDARG} if it is negative
   * @throws IllegalStateException for an upload
   */
  public TransferRequest size(long bytes) {
    return verify(Verification.size(bytes));
  }

  /**
   * Has the file that was named last checked before it gets its name, by this and all other checks
   * that were given.
   *
   * @param check the check
   * @return this request
   * @throws IllegalStateException for an upload
   */
  public TransferRequest verify(Verification check) {
    requireDownload("verify");
    int last = files.size() - 1;
    files.set(last, files.get(last).checkedBy(Objects.requireNonNull(check, "check")));
    return this;
  }

  /**
   * Has the server application's answer to the upload brought back, up to 1 MB of it in {@link
   * TransferResult#reply()}.
   *
   * @return this request
   * @throws IllegalStateException for a download
   */
  public TransferRequest withReply() {
    if (type == JobType.DOWNLOAD) {
      throw new IllegalStateException("a download has no reply");
    }
    withReply = true;
    return this;
  }

  /**
   * As {@link #withReply()}, and keeps the answer, whatever its size.
   *
   * @param file the absolute path of the file that it goes to
   * @return this request
   * @throws IllegalStateException for a download
   */
  public TransferRequest withReply(Path file) {
    reply = Objects.requireNonNull(file, "file");
    return withReply();
  }

  /**
   * Refuses every file that would not be in this folder, whatever {@code ..} and links make of its
   * path, and takes relative paths to be meant from there.
   *
   * @param folder a folder that exists
   * @return this request
   * @throws IllegalStateException for an upload
   */
  public TransferRequest within(Path folder) {
    requireDownload("within");
    this.folder = Objects.requireNonNull(folder, "folder");
    return this;
  }

  // ---- How ----

  /**
   * Names the job.
   *
   * @param displayName at most 256 UTF-16 units, not to find it again by; the name of the first
   *     file unless it is given
   * @return this request
   */
  public TransferRequest named(String displayName) {
    name = Objects.requireNonNull(displayName, "displayName");
    return this;
  }

  /**
   * Sets the queue.
   *
   * @param manager a manager that stays the caller's and is closed after the transfer; {@link
   *     io.github.bits4j.Bits#connect()}'s unless it is given
   * @return this request
   */
  public TransferRequest on(BitsManager manager) {
    this.manager = Objects.requireNonNull(manager, "manager");
    return this;
  }

  /**
   * Sets the priority.
   *
   * @param priority {@link JobPriority#FOREGROUND} while somebody waits; BITS's default, NORMAL,
   *     unless it is given
   * @return this request
   */
  public TransferRequest priority(JobPriority priority) {
    this.priority = Objects.requireNonNull(priority, "priority");
    return this;
  }

  /**
   * Adds a header to the requests.
   *
   * @param name its name
   * @param value its value, never shown
   * @return this request
   * @throws BitsException {@code E_INVALIDARG} if one of them is not valid
   */
  public TransferRequest header(String name, String value) {
    headers.add(new HttpHeader(name, value));
    return this;
  }

  /**
   * Shows credentials to a server or proxy that asks for them.
   *
   * @param credentials copied, so that the caller may wipe his at once
   * @return this request
   */
  public TransferRequest credentials(Credentials credentials) {
    this.credentials.add(Secrets.copy(credentials));
    return this;
  }

  /**
   * Puts up with a password that everybody on the way can read: Basic over http, or to a proxy.
   * Without this such a request is refused.
   *
   * @return this request
   */
  public TransferRequest allowingBasicInTheClear() {
    basicInTheClear = true;
    return this;
  }

  /**
   * Has BITS start a program when the job is transferred or has failed, even if this one has ended.
   * Security software watches for that.
   *
   * @param command the program
   * @return this request
   */
  public TransferRequest startingAProgramAtTheEnd(NotifyCommand command) {
    Objects.requireNonNull(command, "command");
    return preparing(job -> job.setNotifyCommand(command));
  }

  /**
   * Sets whatever else a job has, before it is queued: proxy, costs, certificates.
   *
   * @param preparation told the new job on a thread of the transfer, for every job that it takes;
   *     what it throws ends the transfer, and no job is left behind
   * @return this request
   */
  public TransferRequest preparing(Consumer<BitsJob> preparation) {
    preparations.add(Objects.requireNonNull(preparation, "preparation"));
    return this;
  }

  /**
   * Notes the work in a ledger, so that {@link Transfer#recover} finds it after a crash or restart
   * of the program; and joins it, if the same is under way already: the same files from the same
   * URLs. The work of which the program has heard the end, by a future or by a wait and closing the
   * transfer, is forgotten.
   *
   * <p>There are no headers, credentials, preparations and checks of the program's own in a ledger:
   * work that has some is found again, but goes on only with them.
   *
   * @param ledger the program's ledger
   * @return this request
   */
  public TransferRequest recordedIn(Ledger ledger) {
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    return this;
  }

  /**
   * As {@link #recordedIn(Ledger)}; what is the same work is told by its name, and not by the URLs,
   * which are signed anew each time for instance.
   *
   * @param ledger the program's ledger
   * @param work a name for what is wanted, with its version if it has one
   * @return this request
   */
  public TransferRequest recordedIn(Ledger ledger, String work) {
    this.work = Objects.requireNonNull(work, "work");
    return recordedIn(ledger);
  }

  // ---- For how long, and what then ----

  /**
   * Sets how long a job that does not move is put up with.
   *
   * @param deadlines {@link Deadlines#defaults()} unless they are given
   * @return this request
   */
  public TransferRequest deadlines(Deadlines deadlines) {
    this.deadlines = Objects.requireNonNull(deadlines, "deadlines");
    return this;
  }

  /**
   * Sets what is done about failures.
   *
   * @param policy {@link RetryPolicy#defaults()} unless it is given
   * @return this request
   */
  public TransferRequest retry(RetryPolicy policy) {
    retry = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Names somebody who has fresh URLs, for servers whose URLs expire. The bytes that are here are
   * kept, if the backend can give a file another URL.
   *
   * @param source told a file, with the URL of this request, on a thread of the transfer; answers
   *     its fresh URL, or null if there is none; what it throws ends the transfer
   * @return this request
   * @throws IllegalStateException for an upload
   */
  public TransferRequest renewingUrls(Function<FileSpec, URI> source) {
    requireDownload("renewingUrls");
    urls = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Leaves a job that failed or is stuck in the queue, suspended or in {@link JobState#ERROR}, for
   * somebody to look at. Without this it is cancelled, as it would stay there for 90 days.
   *
   * @return this request
   */
  public TransferRequest keepingAFailedJob() {
    keepsFailedJob = true;
    return this;
  }

  /**
   * Keeps the files that are whole, and have passed their checks, when others of the same transfer
   * failed: the result is then {@link TransferResult.Outcome#PARTIAL}. Without this there are all
   * of them or none.
   *
   * @return this request
   */
  public TransferRequest keepingWholeFiles() {
    keepsWholeFiles = true;
    return this;
  }

  // ---- Who is told, and where ----

  /**
   * Tells how far it is, twice a second at most.
   *
   * @param listener told on the {@linkplain #executor executor}, one call at a time; what it throws
   *     is logged, once
   * @return this request
   */
  public TransferRequest onProgress(Consumer<TransferProgress> listener) {
    return onProgress(ProgressListener.USUALLY_EVERY, listener);
  }

  /**
   * Tells how far it is.
   *
   * @param every the least time between two calls, longer than nothing
   * @param listener told on the {@linkplain #executor executor}, one call at a time; what it throws
   *     is logged, once
   * @return this request
   * @throws IllegalArgumentException if the time is zero or less
   */
  public TransferRequest onProgress(Duration every, Consumer<TransferProgress> listener) {
    this.listener = new ProgressListener(every, listener);
    return this;
  }

  /**
   * Sets where futures complete and listeners are told.
   *
   * @param executor an executor of the caller's; daemon threads unless it is given
   * @return this request
   */
  public TransferRequest executor(Executor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Sets the time in which it lives.
   *
   * @param time that of the {@linkplain #on manager} unless it is given
   * @return this request
   */
  public TransferRequest time(TransferTime time) {
    this.time = Objects.requireNonNull(time, "time");
    return this;
  }

  /**
   * Starts the work and returns at once. What can only be found out by asking the service, for
   * instance that it has too many jobs, is in the result.
   *
   * @return the transfer; the caller closes it
   * @throws BitsException {@code E_INVALIDARG} if a name or text is not valid, or a file would not
   *     be in its folder; {@code E_ACCESSDENIED} if a password would be readable on the way
   */
  public Transfer start() {
    Course course = new Course(order());
    course.begin();
    return new Transfer(course);
  }

  /** The embedded engine had it when an earlier run of the program ended. */
  TransferRequest fellBack() {
    fellBack = true;
    return this;
  }

  /** Takes up what an earlier run of the program had begun. */
  Transfer goOn(LedgerEntry entry, boolean over) {
    Order order = order();
    order.books().orElseThrow().goOn(entry, over);
    Course course = new Course(order);
    course.begin();
    return new Transfer(course);
  }

  private Optional<Books> books(List<WantedFile> wanted) {
    if (ledger == null) {
      return Optional.empty();
    }
    boolean selfContained =
        headers.isEmpty()
            && credentials.isEmpty()
            && preparations.isEmpty()
            && urls == null
            && !withReply
            && wanted.stream().allMatch(it -> it.check().map(Checks::isAllNoted).orElse(true));
    return Optional.of(
        new Books(
            ledger,
            Optional.ofNullable(work),
            wanted.stream().map(it -> Checks.note(it.check())).toList(),
            selfContained));
  }

  private Order order() {
    Confinement confinement = folder == null ? Confinement.NONE : Confinement.within(folder);
    List<WantedFile> wanted = files.stream().map(confinement::confined).toList();
    if (!basicInTheClear) {
      Secrets.requireNotInTheClear(wanted, headers, credentials);
    }
    Surroundings surroundings =
        manager == null ? Surroundings.ofThisMachine() : Surroundings.of(manager);
    TransferTime itsTime = time != null ? time : surroundings.transferTime();
    return new Order(
        withReply ? JobType.UPLOAD_REPLY : type,
        name == null ? wanted.get(0).shortName() : name,
        wanted,
        confinement,
        Optional.ofNullable(priority),
        Optional.ofNullable(reply),
        List.copyOf(headers),
        List.copyOf(credentials),
        List.copyOf(preparations),
        basicInTheClear,
        Optional.ofNullable(manager),
        surroundings,
        itsTime,
        executor == null ? itsTime.executor() : executor,
        deadlines,
        retry,
        Optional.ofNullable(urls),
        listener,
        keepsFailedJob,
        keepsWholeFiles,
        fellBack,
        books(wanted));
  }

  private void requireDownload(String call) {
    if (type != JobType.DOWNLOAD) {
      throw new IllegalStateException("TransferRequest." + call + " is for downloads");
    }
  }

  /** Names the files without what may be a signature, and nothing that is a secret. */
  @Override
  public String toString() {
    return type + " of " + files;
  }
}
