package io.github.bits4j.cli;

import io.github.bits4j.JobState;
import io.github.bits4j.transfer.Rate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Several jobs on a terminal: one line each, drawn over the last ones in a single write, so that
 * nothing flickers. Jobs that have ended stay above the others for good.
 */
final class JobTable implements Board {
  private static final String ESCAPE = "\u001b[";

  /** Lines that became too long since the terminal was made narrower must not break into two. */
  private static final String NO_WRAP = ESCAPE + "?7l";

  private static final String WRAP = ESCAPE + "?7h";
  private static final String ERASE_LINE = ESCAPE + "K";
  private static final String ERASE_BELOW = ESCAPE + "J";

  private static final String GAP = "  ";
  private static final int FEWEST_NAME_COLUMNS = 12;
  private static final int MOST_NAME_COLUMNS = 32;

  /** For the longest state, or the bar of a job that moves. */
  private static final int STATE_COLUMNS = 15;

  /** What a job that moves needs for bytes, rate and time left. */
  private static final int DETAIL_COLUMNS = 38;

  /** How often the size of the terminal is asked for: that takes a process. */
  private static final int FRAMES_A_SIZE = 20;

  private final Screen screen;
  private final Style style;
  private final Supplier<TerminalSize> size;
  private final Map<UUID, Rate> rates = new HashMap<>();
  private TerminalSize terminal = TerminalSize.USUAL;
  private int frames;
  private int drawn;

  JobTable(Screen screen, Supplier<TerminalSize> size) {
    this.screen = screen;
    this.style = screen.style();
    this.size = size;
  }

  @Override
  public void show(List<JobSnapshot> jobs) {
    if (frames % FRAMES_A_SIZE == 0) {
      terminal = size.get();
    }
    List<String> ended = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (JobSnapshot job : jobs) {
      Rate rate = rates.computeIfAbsent(job.id(), id -> new Rate(System::nanoTime));
      rate.look(job.bytesTransferred());
      boolean isFinal = job.status().state().isFinal();
      (isFinal ? ended : lines).add(line(job, rate));
      if (isFinal) {
        rates.remove(job.id());
      }
    }
    draw(ended, fitting(lines));
    frames++;
  }

  /** As many lines as the terminal has, and one for the cursor. */
  private List<String> fitting(List<String> lines) {
    int most = terminal.rows() - 1;
    if (lines.size() <= most) {
      return lines;
    }
    List<String> fitting = new ArrayList<>(lines.subList(0, most - 1));
    fitting.add(style.faint("and " + (lines.size() - most + 1) + " more"));
    return fitting;
  }

  private void draw(List<String> ended, List<String> lines) {
    StringBuilder frame = new StringBuilder(NO_WRAP);
    if (drawn > 0) {
      frame.append(ESCAPE).append(drawn).append('A');
    }
    frame.append('\r');
    for (String line : ended) {
      frame.append(line).append(ERASE_LINE).append('\n');
    }
    for (String line : lines) {
      frame.append(line).append(ERASE_LINE).append('\n');
    }
    frame.append(ERASE_BELOW).append(WRAP);
    drawn = lines.size();
    screen.out().print(frame);
    screen.out().flush();
  }

  private String line(JobSnapshot job, Rate rate) {
    JobState state = job.status().state();
    OptionalLong total = job.bytesTotal();
    boolean moving = state == JobState.TRANSFERRING && total.orElse(0) > 0;
    int fixed = job.shortId().length() + GAP.length() * 3 + STATE_COLUMNS + 1;
    int spare = terminal.columns() - fixed - DETAIL_COLUMNS;
    int nameColumns = Math.max(FEWEST_NAME_COLUMNS, Math.min(MOST_NAME_COLUMNS, spare));
    String name = Text.cut(job.name(), nameColumns, style.ellipsis());
    String details = moving ? ProgressText.details(job, rate) : ProgressText.standing(job, rate);
    int columns = Math.max(1, terminal.columns() - fixed - nameColumns);
    return style.faint(job.shortId())
        + GAP
        + style.bold(Text.pad(name, nameColumns))
        + GAP
        + (moving
            ? bar((double) job.bytesTransferred() / total.getAsLong())
            : JobView.look(style, state).apply(Text.pad(JobView.words(state), STATE_COLUMNS)))
        + GAP
        + Text.cut(details, columns, style.ellipsis());
  }

  private String bar(double done) {
    return Bar.filled(style, STATE_COLUMNS - Bar.frame(style), Math.min(1, done));
  }
}
