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
 * Several jobs on a terminal, one line each. Jobs that have ended stay above the others for good.
 */
final class JobTable implements Board {
  private static final String GAP = "  ";
  private static final int FEWEST_NAME_COLUMNS = 12;
  private static final int MOST_NAME_COLUMNS = 32;

  /** For the longest state, or the bar of a job that moves. */
  private static final int STATE_COLUMNS = 15;

  /** Below this many columns the states are shorter. */
  private static final int WIDE = 80;

  private static final int SHORT_STATE_COLUMNS = 12;

  /** What a job that moves needs for bytes, rate and time left. */
  private static final int DETAIL_COLUMNS = 38;

  private final Style style;
  private final LiveLines lines;
  private final Map<UUID, Rate> rates = new HashMap<>();

  JobTable(Screen screen, Supplier<TerminalSize> size) {
    this.style = screen.style();
    this.lines = new LiveLines(screen.out(), size);
  }

  @Override
  public void show(List<JobSnapshot> jobs) {
    TerminalSize terminal = lines.terminal();
    List<String> ended = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (JobSnapshot job : jobs) {
      Rate rate = rates.computeIfAbsent(job.id(), id -> new Rate(System::nanoTime));
      rate.look(job.bytesTransferred());
      boolean isFinal = job.status().state().isFinal();
      (isFinal ? ended : others).add(line(job, rate, terminal.columns()));
      if (isFinal) {
        rates.remove(job.id());
      }
    }
    lines.draw(ended, fitting(others, terminal.rows() - 1));
  }

  /** As many lines as the terminal has beside the one for the cursor. */
  private List<String> fitting(List<String> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<String> fitting = new ArrayList<>(all.subList(0, most - 1));
    fitting.add(style.faint("and " + (all.size() - most + 1) + " more"));
    return fitting;
  }

  private String line(JobSnapshot job, Rate rate, int columns) {
    JobState state = job.status().state();
    OptionalLong total = job.bytesTotal();
    boolean moving = state == JobState.TRANSFERRING && total.orElse(0) > 0;
    int stateColumns = columns < WIDE ? SHORT_STATE_COLUMNS : STATE_COLUMNS;
    int fixed = job.shortId().length() + GAP.length() * 3 + stateColumns + 1;
    int spare = columns - fixed - DETAIL_COLUMNS;
    int nameColumns = Math.max(FEWEST_NAME_COLUMNS, Math.min(MOST_NAME_COLUMNS, spare));
    String name = Text.cut(style.printable(job.name()), nameColumns, style.ellipsis());
    int left = Math.max(1, columns - fixed - nameColumns);
    String standing =
        moving ? ProgressText.details(job, rate, left) : ProgressText.standing(job, rate, left);
    return style.faint(job.shortId())
        + GAP
        + style.bold(Text.pad(name, nameColumns))
        + GAP
        + (moving
            ? bar(stateColumns, (double) job.bytesTransferred() / total.getAsLong())
            : JobView.look(style, state).apply(Text.pad(words(state, stateColumns), stateColumns)))
        + GAP
        + Text.cut(standing, left, style.ellipsis());
  }

  private static String words(JobState state, int columns) {
    String words = JobView.words(state);
    return words.length() > columns ? "tries again" : words;
  }

  private String bar(int columns, double done) {
    return Bar.filled(style, columns - Bar.frame(style), Math.min(1, done));
  }
}
