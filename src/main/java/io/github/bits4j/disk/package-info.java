/**
 * What all parts of bits4j do to the disk in the same way: where a user's state is kept, who may
 * read it, and that it is still there after the power has failed.
 *
 * <pre>{@code
 * transfer   embedded   server
 * ----------------------------------------
 * disk
 * ----------------------------------------
 * error   (files)
 * }</pre>
 */
package io.github.bits4j.disk;
