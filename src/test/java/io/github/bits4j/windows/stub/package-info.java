/**
 * Stub-backed COM: vtables of JNA callbacks in front of any {@link io.github.bits4j.BitsManager},
 * so that public API, adapter, vtable and engine run in one process on every system.
 */
package io.github.bits4j.windows.stub;
