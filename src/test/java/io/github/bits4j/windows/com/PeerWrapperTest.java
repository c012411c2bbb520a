package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The interfaces of peer caching, whose methods all say S_FALSE and give nothing as of BITS 4.0.
 * The cases of their methods are run by {@link WrapperTest}.
 */
class PeerWrapperTest extends Proofs {
  private static final int S_FALSE = 1;
  private static final int BG_S_OVERRIDDEN_BY_POLICY = 0x00200055;

  private static final UUID OTHER_ID = UUID.fromString("fedcba98-7654-3210-8f1e-2d3c4b5a6978");

  PeerWrapperTest() {
    administration();
    record();
    peer();
    enumerator(
        IEnumBitsPeers.IID_IEnumBitsPeers,
        IEnumBitsPeers.Vtbl.class,
        "IEnumBitsPeers",
        "IBitsPeer");
    enumerator(
        IEnumBitsPeerCacheRecords.IID_IEnumBitsPeerCacheRecords,
        IEnumBitsPeerCacheRecords.Vtbl.class,
        "IEnumBitsPeerCacheRecords",
        "IBitsPeerCacheRecord");
  }

  private void administration() {
    Iid<IBitsPeerCacheAdministration> iid =
        IBitsPeerCacheAdministration.IID_IBitsPeerCacheAdministration;
    optional(
        iid,
        IBitsPeerCacheAdministration.Vtbl.GetMaximumCacheSize,
        IBitsPeerCacheAdministration::GetMaximumCacheSize);
    coded(
        iid,
        IBitsPeerCacheAdministration.Vtbl.SetMaximumCacheSize,
        cache -> cache.SetMaximumCacheSize(80),
        80);
    optional(
        iid,
        IBitsPeerCacheAdministration.Vtbl.GetMaximumContentAge,
        IBitsPeerCacheAdministration::GetMaximumContentAge);
    coded(
        iid,
        IBitsPeerCacheAdministration.Vtbl.SetMaximumContentAge,
        cache -> cache.SetMaximumContentAge(0xF1E2D3C4),
        0xF1E2D3C4);
    optional(
        iid,
        IBitsPeerCacheAdministration.Vtbl.GetConfigurationFlags,
        IBitsPeerCacheAdministration::GetConfigurationFlags);
    coded(
        iid,
        IBitsPeerCacheAdministration.Vtbl.SetConfigurationFlags,
        cache -> cache.SetConfigurationFlags(0x80000003),
        0x80000003);
    object(
        iid,
        IBitsPeerCacheAdministration.Vtbl.EnumRecords,
        "IEnumBitsPeerCacheRecords",
        IBitsPeerCacheAdministration::EnumRecords);
    object(
        iid,
        IBitsPeerCacheAdministration.Vtbl.GetRecord,
        "IBitsPeerCacheRecord",
        cache -> cache.GetRecord(ID),
        ID);
    object(
        iid,
        IBitsPeerCacheAdministration.Vtbl.EnumPeers,
        "IEnumBitsPeers",
        IBitsPeerCacheAdministration::EnumPeers);
    coded(
        iid,
        IBitsPeerCacheAdministration.Vtbl.ClearRecords,
        IBitsPeerCacheAdministration::ClearRecords);
    coded(
        iid,
        IBitsPeerCacheAdministration.Vtbl.DeleteRecord,
        cache -> cache.DeleteRecord(OTHER_ID),
        OTHER_ID);
    for (String url : Arrays.asList(STRANGE, "", null, LONG_TEXT)) {
      coded(iid, IBitsPeerCacheAdministration.Vtbl.DeleteUrl, cache -> cache.DeleteUrl(url), url);
    }
    coded(
        iid,
        IBitsPeerCacheAdministration.Vtbl.ClearPeers,
        IBitsPeerCacheAdministration::ClearPeers);
    coded(
        iid,
        IBitsPeerCacheAdministration.Vtbl.DiscoverPeers,
        IBitsPeerCacheAdministration::DiscoverPeers);
  }

  private void record() {
    Iid<IBitsPeerCacheRecord> iid = IBitsPeerCacheRecord.IID_IBitsPeerCacheRecord;
    prove(
        iid,
        IBitsPeerCacheRecord.Vtbl.GetId,
        s -> s.bytes(0, guid(ID)),
        IBitsPeerCacheRecord::GetId,
        Optional.of(ID),
        OUT);
    prove(
        iid,
        IBitsPeerCacheRecord.Vtbl.GetId,
        s -> s.code(S_FALSE),
        IBitsPeerCacheRecord::GetId,
        Optional.empty(),
        OUT);
    optionalTexts(iid, IBitsPeerCacheRecord.Vtbl.GetOriginUrl, IBitsPeerCacheRecord::GetOriginUrl);
    optionalLong(iid, IBitsPeerCacheRecord.Vtbl.GetFileSize, IBitsPeerCacheRecord::GetFileSize);
    optionalLong(
        iid,
        IBitsPeerCacheRecord.Vtbl.GetFileModificationTime,
        IBitsPeerCacheRecord::GetFileModificationTime);
    optionalLong(
        iid, IBitsPeerCacheRecord.Vtbl.GetLastAccessTime, IBitsPeerCacheRecord::GetLastAccessTime);
    coded(iid, IBitsPeerCacheRecord.Vtbl.IsFileValidated, IBitsPeerCacheRecord::IsFileValidated);
    for (List<BG_FILE_RANGE> ranges :
        List.of(RANGES, RANGES.subList(0, 1), Collections.nCopies(500, RANGES.get(0)))) {
      prove(
          iid,
          IBitsPeerCacheRecord.Vtbl.GetFileRanges,
          s -> s.number(0, ranges.size()).block(1, bytes(ranges)),
          IBitsPeerCacheRecord::GetFileRanges,
          ranges,
          OUT,
          OUT);
    }
    prove(
        iid,
        IBitsPeerCacheRecord.Vtbl.GetFileRanges,
        s -> s.code(S_FALSE),
        IBitsPeerCacheRecord::GetFileRanges,
        List.of(),
        OUT,
        OUT);
    // An empty array is memory, too.
    prove(
        iid,
        IBitsPeerCacheRecord.Vtbl.GetFileRanges,
        s -> s.code(S_FALSE).number(0, 0).block(1),
        IBitsPeerCacheRecord::GetFileRanges,
        List.of(),
        OUT,
        OUT);
  }

  private void peer() {
    Iid<IBitsPeer> iid = IBitsPeer.IID_IBitsPeer;
    optionalTexts(iid, IBitsPeer.Vtbl.GetPeerName, IBitsPeer::GetPeerName);
    optional(iid, IBitsPeer.Vtbl.IsAuthenticated, IBitsPeer::IsAuthenticated);
    optional(iid, IBitsPeer.Vtbl.IsAvailable, IBitsPeer::IsAvailable);
  }

  /** Every success code comes back as it is. */
  private <T extends IUnknown> void coded(
      Iid<T> iid, VtblMethod method, Function<T, Object> call, Object... arguments) {
    for (int code : new int[] {0, S_FALSE, BG_S_OVERRIDDEN_BY_POLICY}) {
      prove(iid, method, s -> s.code(code), call, new HResult(code), asGiven(arguments));
    }
  }

  /** One null is an argument here. */
  private static Object[] asGiven(Object[] arguments) {
    return arguments == null ? new Object[] {null} : arguments;
  }

  /** 0 is a number as good as any; nothing is nothing. */
  private <T extends IUnknown> void optional(
      Iid<T> iid, VtblMethod method, Function<T, Object> call) {
    for (int value : new int[] {0xF1E2D3C4 + method.slot(), 1, 0}) {
      prove(iid, method, s -> s.number(0, value), call, OptionalInt.of(value), OUT);
    }
    prove(iid, method, s -> s.code(S_FALSE), call, OptionalInt.empty(), OUT);
    prove(
        iid,
        method,
        s -> s.code(BG_S_OVERRIDDEN_BY_POLICY).number(0, 2),
        call,
        OptionalInt.of(2),
        OUT);
  }

  private <T extends IUnknown> void optionalLong(
      Iid<T> iid, VtblMethod method, Function<T, Object> call) {
    for (long value : new long[] {0xF1E2D3C4A5968778L + method.slot(), -1, 0}) {
      prove(
          iid,
          method,
          s -> s.bytes(0, NativeStubs.bytes(Long.BYTES).putLong(value)),
          call,
          OptionalLong.of(value),
          OUT);
    }
    prove(iid, method, s -> s.code(S_FALSE), call, OptionalLong.empty(), OUT);
  }

  private <T extends IUnknown> void optionalTexts(
      Iid<T> iid, VtblMethod method, Function<T, Object> call) {
    texts(iid, method, call);
    prove(iid, method, s -> s.code(S_FALSE), call, null, OUT);
  }

  /** An object, owned whatever the code is; without one, S_FALSE and nothing else is a success. */
  private <T extends IUnknown, E extends IUnknown> void object(
      Iid<T> iid,
      VtblMethod method,
      String type,
      Function<T, Optional<E>> call,
      Object... arguments) {
    Object[] all = Stream.concat(Stream.of(arguments), Stream.of(OUT)).toArray();
    int out = arguments.length;
    Function<T, Object> typed = object -> call.apply(object).map(Proofs::type);
    prove(iid, method, s -> s.objects(out, type, 1), typed, Optional.of(type), all);
    prove(iid, method, s -> s.code(S_FALSE), typed, Optional.empty(), all);
    prove(iid, method, s -> s.code(S_FALSE).objects(out, type, 1), typed, Optional.of(type), all);
  }

  private <E extends Enumerator<E, ?>, M extends Enum<M> & VtblMethod> void enumerator(
      Iid<E> iid, Class<M> table, String type, String element) {
    M next = Enum.valueOf(table, "Next");
    prove(
        iid,
        next,
        s -> s.objects(1, element, 3).number(2, 3),
        list -> types(list.Next(3)),
        List.of(element, element, element),
        3,
        OUT,
        OUT);
    prove(
        iid,
        next,
        s -> s.code(S_FALSE).objects(1, element, 2).number(2, 2),
        list -> types(list.Next(2000)),
        List.of(element, element),
        2000,
        OUT,
        OUT);
    prove(iid, next, s -> s.code(S_FALSE), list -> types(list.Next(7)), List.of(), 7, OUT, OUT);
    coded(iid, Enum.valueOf(table, "Skip"), list -> list.Skip(-2), -2);
    plain(iid, Enum.valueOf(table, "Reset"), none(Enumerator::Reset), null);
    prove(
        iid,
        Enum.valueOf(table, "Clone"),
        s -> s.objects(0, type, 1),
        list -> type(list.Clone()),
        type,
        OUT);
    getter(iid, Enum.valueOf(table, "GetCount"), Enumerator::GetCount);
  }

  /** The manager is asked for the cache by its id; one that is too old has none. */
  @Test
  void theManagerAnswersForTheCache() {
    Iid<IBitsPeerCacheAdministration> iid =
        IBitsPeerCacheAdministration.IID_IBitsPeerCacheAdministration;
    String query = "IUnknown::QueryInterface";
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyManager manager =
            stubs.attached(
                "IBackgroundCopyManager", IBackgroundCopyManager.IID_IBackgroundCopyManager)) {
      assertTrue(manager.tryQuery(iid).isEmpty());
      assertEquals(iid.value(), stubs.calls().get(0).arguments().get(0).id());

      long cache = stubs.object("IBitsPeerCacheAdministration");
      stubs.script(query, 0).outObjects(query, 1, cache);
      try (IBitsPeerCacheAdministration found = manager.query(iid)) {
        stubs.script("IBitsPeerCacheAdministration::DiscoverPeers", S_FALSE);
        assertEquals(HResult.S_FALSE, found.DiscoverPeers());
        assertEquals(2, stubs.references(cache));
      }
      assertEquals(1, stubs.references(cache));
    }
  }

  /** BG_E_BUSYCACHERECORD: what is in use is not removed. */
  @Test
  void aBusyRecordIsAFailureWithAName() {
    try (NativeStubs stubs = NativeStubs.open();
        IBitsPeerCacheAdministration cache =
            stubs.attached(
                "IBitsPeerCacheAdministration",
                IBitsPeerCacheAdministration.IID_IBitsPeerCacheAdministration)) {
      stubs.script("IBitsPeerCacheAdministration::DeleteRecord", 0x80200048);
      BitsException busy = assertThrows(BitsException.class, () -> cache.DeleteRecord(ID));
      assertTrue(busy.getMessage().contains("BG_E_BUSYCACHERECORD"), busy::getMessage);
    }
  }

  @Test
  void refusesAUrlWithNul() {
    try (NativeStubs stubs = NativeStubs.open();
        IBitsPeerCacheAdministration cache =
            stubs.attached(
                "IBitsPeerCacheAdministration",
                IBitsPeerCacheAdministration.IID_IBitsPeerCacheAdministration)) {
      assertThrows(IllegalArgumentException.class, () -> cache.DeleteUrl("http://a/\0"));
      assertEquals(List.of(), stubs.calls());
    }
  }
}
