package io.github.bits4j.embedded;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** What this JVM has used. */
final class Self {
  private Self() {}

  /** Bytes of heap in use at most: nothing makes them fewer but a collection. */
  static final class Heap {
    private final Set<String> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());

    private final AtomicLong peak = new AtomicLong();

    /** Looks from now on. */
    Heap() {
      for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
        ((NotificationEmitter) collector)
            .addNotificationListener(
                (notification, collected) ->
                    add(
                        GarbageCollectionNotificationInfo.from(
                            (CompositeData) notification.getUserData())),
                notification ->
                    notification
                        .getType()
                        .equals(
                            GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                null);
      }
    }

    private void add(GarbageCollectionNotificationInfo collection) {
      long before =
          collection.getGcInfo().getMemoryUsageBeforeGc().entrySet().stream()
              .filter(pool -> pools.contains(pool.getKey()))
              .mapToLong(pool -> pool.getValue().getUsed())
              .sum();
      peak.accumulateAndGet(before, Math::max);
    }

    long peak() {
      long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      return peak.accumulateAndGet(now, Math::max);
    }
  }

  /** Nanoseconds of processor time of all threads of Java but this one. */
  static long threadTime() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    return Arrays.stream(threads.getAllThreadIds())
        .filter(id -> id != self)
        .map(threads::getThreadCpuTime)
        .filter(time -> time > 0)
        .sum();
  }

  /** Nanoseconds of processor time of the process, with compiler and collector. */
  static long processTime() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
