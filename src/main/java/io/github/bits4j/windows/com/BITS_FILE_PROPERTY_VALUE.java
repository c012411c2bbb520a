package io.github.bits4j.windows.com;

/**
 * The value of a file's property: a union with one member, a pointer, so that it is passed by value
 * as the pointer itself.
 *
 * @param String a text; null for NULL
 */
public record BITS_FILE_PROPERTY_VALUE(String String) {
  static final int SIZEOF = 8;

  /** Where the member is. */
  static final class At {
    static final int String = 0;

    private At() {}
  }

  /** Copies a value whose text is in task memory, and frees that. */
  static BITS_FILE_PROPERTY_VALUE take(Frame frame, long address) {
    return new BITS_FILE_PROPERTY_VALUE(TaskMemory.takeString(frame.getLong(address + At.String)));
  }
}
