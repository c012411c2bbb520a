package io.github.bits4j;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.nio.file.Path;

/**
 * A program that BITS starts when a job is transferred or has failed.
 *
 * <p>Stands for the parameters of {@code IBackgroundCopyJob2::SetNotifyCmdLine}, {@code bits1_5.h}.
 *
 * @param program its full path, at most 260 UTF-16 units; no search path, no variables
 * @param commandLine what it is started with, at most 4,000 UTF-16 units; its first word is the
 *     program again, in quotation marks if it has blanks; empty for none
 */
public record NotifyCommand(String program, String commandLine) {
  private static final int LONGEST_PROGRAM = 260;
  private static final int LONGEST_COMMAND_LINE = 4000;

  /**
   * Checks the texts.
   *
   * @param program its full path
   * @param commandLine what it is started with
   * @throws BitsException {@link BitsCode#STRING_TOO_LONG} if one is too long, {@code E_INVALIDARG}
   *     if there is no program or one has a NUL character
   */
  public NotifyCommand {
    if (program.isEmpty() || program.indexOf('\0') >= 0 || commandLine.indexOf('\0') >= 0) {
      throw BitsException.of(
          FileSpec.E_INVALIDARG,
          "NotifyCommand",
          "the program is empty, or something has a NUL character",
          null);
    }
    if (program.length() > LONGEST_PROGRAM || commandLine.length() > LONGEST_COMMAND_LINE) {
      throw BitsException.of(BitsCode.STRING_TOO_LONG.hresult(), "NotifyCommand");
    }
  }

  /**
   * A program without arguments.
   *
   * @param program its full path
   * @return the command
   * @throws BitsException as the constructor
   */
  public static NotifyCommand of(Path program) {
    return new NotifyCommand(program.toString(), '"' + program.toString() + '"');
  }
}
