package io.github.bits4j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.HttpOptions;
import io.github.bits4j.JobCredentials;
import io.github.bits4j.JobOptions;
import io.github.bits4j.UploadReply;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.it.WineStage.Scene;
import io.github.bits4j.windows.com.IBackgroundCopyCallback;
import io.github.bits4j.windows.com.IBackgroundCopyCallback2;
import io.github.bits4j.windows.com.IBackgroundCopyCallback3;
import io.github.bits4j.windows.com.IBackgroundCopyError;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyFile2;
import io.github.bits4j.windows.com.IBackgroundCopyFile3;
import io.github.bits4j.windows.com.IBackgroundCopyFile4;
import io.github.bits4j.windows.com.IBackgroundCopyFile5;
import io.github.bits4j.windows.com.IBackgroundCopyFile6;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyJob2;
import io.github.bits4j.windows.com.IBackgroundCopyJob3;
import io.github.bits4j.windows.com.IBackgroundCopyJob4;
import io.github.bits4j.windows.com.IBackgroundCopyJob5;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions2;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions3;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IBackgroundCopyServerCertificateValidationCallback;
import io.github.bits4j.windows.com.IBitsPeer;
import io.github.bits4j.windows.com.IBitsPeerCacheAdministration;
import io.github.bits4j.windows.com.IBitsPeerCacheRecord;
import io.github.bits4j.windows.com.IBitsTokenOptions;
import io.github.bits4j.windows.com.IEnumBackgroundCopyFiles;
import io.github.bits4j.windows.com.IEnumBackgroundCopyJobs;
import io.github.bits4j.windows.com.IEnumBitsPeerCacheRecords;
import io.github.bits4j.windows.com.IEnumBitsPeers;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import io.github.bits4j.windows.com.Ole32;
import io.github.bits4j.windows.com.VtblMethod;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every method of every interface that Wine 8's service offers is called there: by the public
 * method that leads to it, and raw where there is none or where that does not tell the answer. What
 * comes of it is written down call by call, and the service's own trace proves that it was in that
 * very method.
 */
@Timeout(120)
@EnabledOnOs(OS.WINDOWS)
@EnabledIf(value = "io.github.bits4j.it.Wine#isHere", disabledReason = "this is Windows' service")
class WineMethodsTest {
  private static final Set<Class<?>> OFFERED =
      Set.of(
          IBackgroundCopyManager.class,
          IBackgroundCopyJob.class,
          IBackgroundCopyJob2.class,
          IBackgroundCopyJob3.class,
          IBackgroundCopyJob4.class,
          IBackgroundCopyJobHttpOptions.class,
          IBackgroundCopyFile.class,
          IBackgroundCopyFile2.class,
          IBackgroundCopyError.class,
          IEnumBackgroundCopyJobs.class,
          IEnumBackgroundCopyFiles.class);

  private static final Set<Class<?>> NOT_OFFERED =
      Set.of(
          IBackgroundCopyJob5.class,
          IBackgroundCopyJobHttpOptions2.class,
          IBackgroundCopyJobHttpOptions3.class,
          IBitsTokenOptions.class,
          IBackgroundCopyFile3.class,
          IBackgroundCopyFile4.class,
          IBackgroundCopyFile5.class,
          IBackgroundCopyFile6.class,
          IBitsPeerCacheAdministration.class);

  /** What only the peer cache gives, and what the service calls instead of offering it. */
  private static final Set<Class<?>> OUT_OF_REACH =
      Set.of(
          IBitsPeerCacheRecord.class,
          IEnumBitsPeerCacheRecords.class,
          IBitsPeer.class,
          IEnumBitsPeers.class,
          IBackgroundCopyCallback.class,
          IBackgroundCopyCallback2.class,
          IBackgroundCopyCallback3.class,
          IBackgroundCopyServerCertificateValidationCallback.class);

  /** HelperToken and PeerCache are not among them: nobody gets one from Wine. */
  private static final List<Class<?>> PUBLIC =
      List.of(
          BitsManager.class,
          BitsJob.class,
          BitsFile.class,
          JobCredentials.class,
          HttpOptions.class,
          JobOptions.class,
          UploadReply.class);

  private static final HResult REGDB_E_CLASSNOTREG = new HResult(0x80040154);

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> throughThePublicFace() {
    return WinePublicCalls.all().stream().map(WineMethodsTest::test);
  }

  @TestFactory
  Stream<DynamicTest> onTheRawFloor() {
    return WineRawCalls.all().stream().map(WineMethodsTest::test);
  }

  private static DynamicTest test(WineCall call) {
    return dynamicTest(
        call.toString(),
        () -> {
          try (WineStage stage = new WineStage(folder, call.scene())) {
            WineTrace trace = WineTrace.fromHere();
            assertEquals(call.outcome(), call.made(stage), call::toString);
            assertTrue(
                trace.has(call.method()),
                () -> "not in " + call.method().qualifiedName() + " but in " + trace.lines());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whatWineLacksIsSaidToBeMissing() {
    return WinePublicCalls.missing().entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> {
                      try (WineStage stage = new WineStage(folder, Scene.SUSPENDED)) {
                        FeatureNotSupportedException thrown =
                            assertThrows(
                                FeatureNotSupportedException.class,
                                () -> entry.getValue().on(stage));
                        assertEquals(entry.getKey(), thrown.call());
                        assertTrue(
                            thrown
                                .getMessage()
                                .contains("BITS " + thrown.bitsVersion().orElseThrow()),
                            thrown::getMessage);
                      }
                    }));
  }

  /** No method of the service's interfaces is left out, and none is counted that is not there. */
  @Test
  void everyMethodOfTheServiceIsOnOneOfTheLists() {
    Set<Class<?>> known = new TreeSet<>(Comparator.comparing(Class::getName));
    known.addAll(OFFERED);
    known.addAll(NOT_OFFERED);
    known.addAll(OUT_OF_REACH);
    known.add(IUnknown.class);
    assertEquals(29, known.size());
    Set<String> all = new TreeSet<>();
    int seen = 0;
    for (Class<?> table : VtblMethod.class.getPermittedSubclasses()) {
      Class<?> wrapper = table.getEnclosingClass();
      assertTrue(known.contains(wrapper), () -> wrapper + " is on none of the lists");
      seen++;
      if (OFFERED.contains(wrapper)) {
        for (Object method : table.getEnumConstants()) {
          all.add(((VtblMethod) method).qualifiedName());
        }
      }
    }
    assertEquals(known.size(), seen);
    Set<String> throughPublic = methods(WinePublicCalls.all());
    Set<String> onRaw = methods(WineRawCalls.all());
    Set<String> called = new TreeSet<>(throughPublic);
    called.addAll(onRaw);
    Set<String> onlyRaw = new TreeSet<>(onRaw);
    onlyRaw.removeAll(throughPublic);
    System.out.printf(
        "Wine's service offers %d methods of %d interfaces: %d called through the public face in %d"
            + " calls, %d on the raw floor in %d calls, %d of them nowhere else%n",
        all.size(),
        OFFERED.size(),
        throughPublic.size(),
        WinePublicCalls.all().size(),
        onRaw.size(),
        WineRawCalls.all().size(),
        onlyRaw.size());
    assertSame(all, called);
    assertEquals(List.of(82, 72, 35), List.of(all.size(), throughPublic.size(), onRaw.size()));
  }

  /** Names only what is wrong. */
  private static void assertSame(Set<String> wanted, Set<String> listed) {
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(listed);
    Set<String> unknown = new TreeSet<>(listed);
    unknown.removeAll(wanted);
    assertEquals("[] and []", missing + " and " + unknown, "on no list, and on one by mistake");
  }

  private static Set<String> methods(List<WineCall> calls) {
    return calls.stream()
        .map(call -> call.method().qualifiedName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** No public method is left out either. */
  @Test
  void everyPublicMethodIsOnOneOfTheLists() {
    Set<String> all = new TreeSet<>();
    for (Class<?> group : PUBLIC) {
      List<Method> methods =
          Arrays.stream(group.getDeclaredMethods())
              .filter(it -> Modifier.isPublic(it.getModifiers()) && !it.isSynthetic())
              .toList();
      methods.forEach(it -> all.add(name(it, methods)));
    }
    Set<String> calling =
        WinePublicCalls.all().stream()
            .map(WineCall::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> missing = WinePublicCalls.missing().keySet();
    System.out.printf(
        "%d public methods: %d lead to methods of Wine's service, %d to what it lacks, %d to"
            + " none%n",
        all.size(), calling.size(), missing.size(), WinePublicCalls.WITHOUT_A_CALL.size());
    Set<String> listed = new TreeSet<>(calling);
    listed.addAll(missing);
    listed.addAll(WinePublicCalls.WITHOUT_A_CALL);
    assertSame(all, listed);
    assertEquals(
        all.size(), calling.size() + missing.size() + WinePublicCalls.WITHOUT_A_CALL.size());
    assertEquals(List.of(101, 56), List.of(all.size(), calling.size()));
  }

  /** Its parameters belong to the name of a method that has several forms. */
  private static String name(Method method, List<Method> all) {
    String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    return all.stream().filter(it -> it.getName().equals(method.getName())).count() == 1
        ? name
        : Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(",", name + "(", ")"));
  }

  @Test
  void theObjectsOfTheServiceHaveTheseInterfaces() throws Exception {
    try (WineStage stage = new WineStage(folder, Scene.FAILED)) {
      Set<String> found = new TreeSet<>();
      Set<String> absent = new TreeSet<>();
      IBackgroundCopyJob job = stage.raw();
      for (IUnknown object :
          List.of(
              stage.manager(),
              job,
              stage.rawFile(),
              stage.rawError(),
              stage.closed(job.EnumFiles()),
              stage.closed(stage.manager().EnumJobs(0)))) {
        for (Iid<?> iid : ids()) {
          (object.tryQuery(iid).map(stage::closed).isPresent() ? found : absent)
              .add(iid.toString());
        }
      }
      absent.removeAll(found);
      assertEquals(names(OFFERED, IUnknown.class), found);
      assertEquals(names(NOT_OFFERED, OUT_OF_REACH.toArray(Class<?>[]::new)), absent);
    }
  }

  private static Set<String> names(Set<Class<?>> wrappers, Class<?>... more) throws Exception {
    Set<String> names = new TreeSet<>();
    for (Class<?> wrapper :
        Stream.concat(wrappers.stream(), Arrays.stream(more)).toArray(Class<?>[]::new)) {
      names.add(id(wrapper).toString());
    }
    return names;
  }

  private static List<Iid<?>> ids() throws Exception {
    List<Iid<?>> ids = new ArrayList<>();
    for (Class<?> table : VtblMethod.class.getPermittedSubclasses()) {
      ids.add(id(table.getEnclosingClass()));
    }
    return ids;
  }

  private static Iid<?> id(Class<?> wrapper) throws Exception {
    return (Iid<?>) wrapper.getField("IID_" + wrapper.getSimpleName()).get(null);
  }

  @Test
  void onlyTheFirstClassIsRegistered() throws Exception {
    Ole32.system().CoIncrementMTAUsage();
    int classes = 0;
    for (Field field : IBackgroundCopyManager.class.getFields()) {
      if (!field.getName().startsWith("CLSID_")) {
        continue;
      }
      classes++;
      UUID id = (UUID) field.get(null);
      boolean first = id.equals(IBackgroundCopyManager.CLSID_BackgroundCopyManager);
      int context = first ? Ole32.CLSCTX_INPROC_SERVER : Ole32.CLSCTX_LOCAL_SERVER;
      BitsException thrown =
          assertThrows(
              BitsException.class,
              () ->
                  Ole32.system()
                      .CoCreateInstance(
                          id, context, IBackgroundCopyManager.IID_IBackgroundCopyManager)
                      .close(),
              field.getName());
      assertEquals(REGDB_E_CLASSNOTREG, thrown.hresult(), field.getName());
    }
    assertEquals(10, classes);
    Ole32.system().CoCreateInstance().close();
  }
}
