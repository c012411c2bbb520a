package io.github.bits4j.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** What this JVM has used. */
final class Self {
  private Self() {}

  /** Bytes of heap, at most: each part of it had its peak, if not all at the same moment. */
  static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(peak -> peak.getUsed())
        .sum();
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
