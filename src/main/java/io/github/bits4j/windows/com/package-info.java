/**
 * The raw floor: the COM interfaces of BITS with Windows' names to the letter, over JNA.
 *
 * <p>One file a COM interface: its methods in vtable order, its id, and a wrapper for each method.
 * Nothing here knows the public API or has a policy. A failing HRESULT is thrown as {@link
 * io.github.bits4j.error.BitsException}; a method whose success codes mean something returns them.
 *
 * <p>Each wrapper owns one reference and may be used by any thread of the multithreaded apartment.
 * The prototypes, sizes, offsets, ids and constants are audited against {@code bits.h}.
 *
 * <p>{@code IBackgroundCopyQMgr} and what belongs to it ({@code qmgr.h}) is left out on purpose: it
 * downloads by HTTP, one job a group, is deprecated, and its own documentation refers to the
 * interfaces that are here.
 *
 * <pre>{@code
 * windows
 * ----------------------------------------
 * windows.com
 * ----------------------------------------
 * error   (JNA)
 * }</pre>
 */
package io.github.bits4j.windows.com;
