package io.github.bits4j;

/** Who moves the jobs of a queue. */
public enum Runner {
  /** The BITS service. */
  SERVICE,
  /** A process that runs the embedded engine: this one or another. */
  PROCESS
}
