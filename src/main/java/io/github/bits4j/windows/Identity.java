package io.github.bits4j.windows;

/**
 * Whom a thread acts as. The service sees the identity of the thread that calls (proxies cloak
 * dynamically), so a thread that calls for another one has to take over its identity.
 */
interface Identity extends AutoCloseable {
  /** The process itself: there is nothing to take over. */
  Identity PROCESS =
      new Identity() {
        @Override
        public void assume() {}

        @Override
        public void revert() {}

        @Override
        public void close() {}
      };

  /** Makes the calling thread act so. */
  void assume();

  /** Makes the calling thread act as the process again. */
  void revert();

  /** Gives back what stands for this identity. */
  @Override
  void close();
}
