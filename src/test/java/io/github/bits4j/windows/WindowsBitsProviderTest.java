package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WindowsBitsProviderTest {
  private static Machine machine(String system, Service service) {
    return new Machine() {
      @Override
      String operatingSystem() {
        return system;
      }

      @Override
      Service service() {
        if (service == null) {
          throw new UnsatisfiedLinkError("no ole32");
        }
        return service;
      }
    };
  }

  @Test
  void itIsFoundByItsName() {
    assertInstanceOf(WindowsBitsProvider.class, Bits.provider("windows"));
  }

  @Test
  void elsewhereItSaysWhatToUseInstead() {
    WindowsBitsProvider provider = new WindowsBitsProvider(machine("Linux", null));
    assertEquals(false, provider.isDefault());
    BitsUnavailableException e = assertThrows(BitsUnavailableException.class, provider::connect);
    assertTrue(e.getMessage().contains("Linux has no BITS"), e.getMessage());
    assertTrue(e.getMessage().contains("Bits.provider(\"embedded\")"), e.getMessage());
    assertTrue(e.getMessage().contains("--backend embedded"), e.getMessage());
  }

  @Test
  void onWindowsItIsTheDefaultAndConnects() {
    try (StubBackedBits stub = StubBackedBits.over(new FakeBits())) {
      WindowsBitsProvider provider = new WindowsBitsProvider(machine("Windows 11", stub.service()));
      assertEquals(true, provider.isDefault());
      try (BitsManager bits = provider.connect()) {
        assertEquals("windows", bits.backend());
      }
      stub.assertNothingLeaked();
    }
  }

  @Test
  void theDeadlineIsTheCallers() {
    StandingClock clock = new StandingClock();
    CountDownLatch over = new CountDownLatch(1);
    try (StubBackedBits stub = StubBackedBits.over(new FakeBits()).in(clock.apartment(2))) {
      WindowsBitsProvider provider = new WindowsBitsProvider(machine("Windows 11", stub.service()));
      try (BitsManager bits = provider.connect(StandingClock.PATIENCE)) {
        stub.answering("IBackgroundCopyManager::EnumJobs", (words, object) -> waited(clock, over));
        BitsUnavailableException e = assertThrows(BitsUnavailableException.class, bits::jobs);
        assertTrue(e.getMessage().contains("has not answered for 0.05s"), e.getMessage());
        over.countDown();
      }
    }
  }

  private static int waited(StandingClock clock, CountDownLatch over) {
    clock.pass();
    WindowsManagerTest.join(over);
    return 0x80004005;
  }

  @Test
  void aDeadlineOfNothingIsRefused() {
    WindowsBitsProvider provider = new WindowsBitsProvider(machine("Windows 11", null));
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
      BitsException e = assertThrows(BitsException.class, () -> provider.connect(wrong));
      assertEquals(new HResult(0x80070057), e.hresult());
    }
  }

  @Test
  void withoutJnaItIsUnavailable() {
    WindowsBitsProvider provider = new WindowsBitsProvider(machine("Windows 11", null));
    BitsUnavailableException e = assertThrows(BitsUnavailableException.class, provider::connect);
    assertTrue(e.getMessage().contains("no ole32"), e.getMessage());
    assertTrue(e.getMessage().contains("jna.tmpdir"), e.getMessage());
  }
}
