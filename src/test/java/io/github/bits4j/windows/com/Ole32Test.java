package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class Ole32Test {
  /** A class that Windows does not know unless a test registers it. */
  private static final UUID OURS = UUID.fromString("6a8a2f0e-2a26-4d0b-a2c8-9f8b3c1d5e77");

  /** The functions' arguments, on functions of the same prototypes that record them. */
  @Nested
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the real ones are there, see OnWindows")
  class OnStubs {
    @Test
    void createsAnObject() {
      try (NativeStubs stubs = NativeStubs.open()) {
        long object = stubs.object("IBackgroundCopyManager");
        stubs.script("CoCreateInstance", 0).outObjects("CoCreateInstance", 4, object);
        IBackgroundCopyManager manager = new Ole32(stubs.library()).CoCreateInstance();
        assertEquals(2, stubs.references(object));
        manager.close();
        assertEquals(1, stubs.references(object));

        List<NativeStubs.Argument> arguments = stubs.calls().get(0).arguments();
        assertEquals(5, arguments.size());
        assertEquals(
            UUID.fromString("4991d34b-80a1-4291-83b6-3328366b9097"), arguments.get(0).id());
        assertEquals(0, arguments.get(1).word());
        assertEquals(4, arguments.get(2).number());
        assertEquals(
            UUID.fromString("5ce34c0d-0dc9-4c1f-897c-daa1b78cee7c"), arguments.get(3).id());
        assertNotEquals(0, arguments.get(4).word());
      }
    }

    @Test
    void saysWhyThereIsNoObject() {
      try (NativeStubs stubs = NativeStubs.open()) {
        Ole32 ole32 = new Ole32(stubs.library());
        stubs.script("CoCreateInstance", 0x80070422);
        BitsException disabled = assertThrows(BitsException.class, ole32::CoCreateInstance);
        assertEquals("CoCreateInstance", disabled.call());
        assertEquals(new HResult(0x80070422), disabled.hresult());

        stubs.script("CoCreateInstance", 0);
        BitsException nothing = assertThrows(BitsException.class, ole32::CoCreateInstance);
        assertEquals(new HResult(0x80004003), nothing.hresult());
      }
    }

    @Test
    void keepsTheApartmentAlive() {
      try (NativeStubs stubs = NativeStubs.open()) {
        Ole32 ole32 = new Ole32(stubs.library());
        stubs.script("CoIncrementMTAUsage", 0).outBytes("CoIncrementMTAUsage", 0, new byte[8]);
        ole32.CoIncrementMTAUsage();
        assertEquals(1, stubs.calls().get(0).arguments().size());
        stubs.script("CoIncrementMTAUsage", 0x8007000E);
        assertEquals(
            "CoIncrementMTAUsage",
            assertThrows(BitsException.class, ole32::CoIncrementMTAUsage).call());
      }
    }

    @Test
    void tellsTheApartment() {
      try (NativeStubs stubs = NativeStubs.open()) {
        Ole32 ole32 = new Ole32(stubs.library());
        stubs
            .script("CoGetApartmentType", 0)
            .outInt("CoGetApartmentType", 0, 3)
            .outInt("CoGetApartmentType", 1, 1);
        assertEquals(Ole32.APTTYPE_MAINSTA, ole32.CoGetApartmentType());
        stubs.script("CoGetApartmentType", 0x800401F0);
        assertEquals(
            new HResult(0x800401F0),
            assertThrows(BitsException.class, ole32::CoGetApartmentType).hresult());
      }
    }

    /** Eight arguments: the last ones go over the machine's stack. */
    @Test
    void setsTheBlanketAndReportsFailureAsAValue() {
      try (NativeStubs stubs = NativeStubs.open()) {
        Ole32 ole32 = new Ole32(stubs.library());
        long object = stubs.object("IBackgroundCopyJob");
        IBackgroundCopyJob job = IBackgroundCopyJob.IID_IBackgroundCopyJob.attach(object);
        stubs.script("CoSetProxyBlanket", 0x80004001);
        assertEquals(
            new HResult(0x80004001), ole32.CoSetProxyBlanket(job, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5));
        List<Long> words =
            stubs.calls().get(0).arguments().stream().map(NativeStubs.Argument::word).toList();
        assertEquals(List.of(object, 0xF1L, 0xF2L, -1L, 0xF3L, 0xF4L, -1L, 0xF5L), words);
        job.close();
        assertEquals(0, stubs.references(object));
        assertEquals(0, stubs.violations());
        assertThrows(ClosedBitsException.class, () -> ole32.CoSetProxyBlanket(job, 1, 2, 3, 4, 5));
      }
    }

    @Test
    void freesTaskMemory() {
      String name = "IBackgroundCopyJob::GetDisplayName";
      try (NativeStubs stubs = NativeStubs.open();
          IBackgroundCopyJob job =
              stubs.attached("IBackgroundCopyJob", IBackgroundCopyJob.IID_IBackgroundCopyJob)) {
        TaskMemory.freeWith(new Ole32(stubs.library())::CoTaskMemFree);
        stubs.script(name, 0).outText(name, 0, "a name");
        assertEquals("a name", job.GetDisplayName());
        assertEquals(0, stubs.taskBlocks());
        assertEquals("CoTaskMemFree", stubs.calls().get(1).method());
      }
    }

    @Test
    void isAbsent() {
      assertThrows(LinkageError.class, Ole32::system);
    }
  }

  /** The real ones; only what can be said without BITS. */
  @Nested
  @EnabledOnOs(value = OS.WINDOWS, disabledReason = "it/run wine runs it")
  class OnWindows {
    @Test
    void threadsJoinTheApartment() {
      Ole32.system().CoIncrementMTAUsage();
      assertEquals(Ole32.APTTYPE_MTA, Ole32.system().CoGetApartmentType());
    }

    @Test
    void anUnknownClassIsRefusedByName() {
      Ole32.system().CoIncrementMTAUsage();
      BitsException unknown =
          assertThrows(
              BitsException.class,
              () ->
                  Ole32.system()
                      .CoCreateInstance(
                          OURS,
                          Ole32.CLSCTX_LOCAL_SERVER,
                          IBackgroundCopyManager.IID_IBackgroundCopyManager));
      assertEquals("CoCreateInstance", unknown.call());
      assertEquals(new HResult(0x80040154), unknown.hresult());
    }

    /** Windows' own activation, of every interface there is, on the objects of the DLL. */
    @Test
    void createsAnObjectOfEveryInterface() throws Exception {
      Ole32.system().CoIncrementMTAUsage();
      int created = 0;
      for (Class<? extends VtblMethod> table : HeaderAudit.tables()) {
        String type = HeaderAudit.interfaceOf(table);
        try (NativeStubs stubs = NativeStubs.open()) {
          stubs.registerClass(OURS, type);
          try (IUnknown object =
              Ole32.system()
                  .CoCreateInstance(OURS, Ole32.CLSCTX_INPROC_SERVER, HeaderAudit.iidOf(table))) {
            assertEquals(type, object.getClass().getSimpleName());
            object.query(IUnknown.IID_IUnknown).close();
            assertEquals(1, stubs.references(), type);
            created++;
          } finally {
            stubs.revokeClass();
          }
          assertEquals(0, stubs.references(), type);
          assertEquals(0, stubs.violations(), type);
        }
      }
      assertEquals(VtblMethod.class.getPermittedSubclasses().length, created);
    }

    @Test
    void aManagerMadeByWindowsIsCalled() {
      Ole32.system().CoIncrementMTAUsage();
      UUID clsid = IBackgroundCopyManager.CLSID_BackgroundCopyManager;
      String name = "IBackgroundCopyManager::GetErrorDescription";
      try (NativeStubs stubs = NativeStubs.open()) {
        stubs.registerClass(clsid, "IBackgroundCopyManager");
        stubs.script(name, 0).outText(name, 2, "a description");
        try (IBackgroundCopyManager manager =
            Ole32.system()
                .CoCreateInstance(
                    clsid,
                    Ole32.CLSCTX_INPROC_SERVER,
                    IBackgroundCopyManager.IID_IBackgroundCopyManager)) {
          assertEquals(
              "a description", manager.GetErrorDescription(new HResult(0x80200001), 0x0409));
        } finally {
          stubs.revokeClass();
        }
        assertEquals(0, stubs.references());
        assertEquals(0, stubs.taskBlocks());
      }
    }

    @Test
    void anObjectOfThisProcessHasNoProxy() {
      try (NativeStubs stubs = NativeStubs.open();
          IBackgroundCopyJob job =
              stubs.attached("IBackgroundCopyJob", IBackgroundCopyJob.IID_IBackgroundCopyJob)) {
        HResult result =
            Ole32.system()
                .CoSetProxyBlanket(
                    job,
                    Ole32.RPC_C_AUTHN_DEFAULT,
                    Ole32.RPC_C_AUTHZ_DEFAULT,
                    Ole32.RPC_C_AUTHN_LEVEL_DEFAULT,
                    Ole32.RPC_C_IMP_LEVEL_IMPERSONATE,
                    Ole32.EOAC_NONE);
        assertEquals(new HResult(0x80004002), result);
      }
    }
  }
}
