package io.github.bits4j.cli;

import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.transfer.Rate;
import java.io.PrintStream;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * Progress for people: one line of a terminal, drawn anew some times a second. The library keeps
 * the beat; the look is ours.
 */
final class ProgressLine implements ProgressView {
  private static final int INTERVAL_MILLIS = 100;
  private static final int NAME_COLUMNS = 20;
  private static final int FEWEST_BAR_COLUMNS = 8;
  private static final int MOST_BAR_COLUMNS = 40;

  private final Style style;
  private final Rate rate = new Rate(System::nanoTime);
  private final PrintStream err;
  private final ProgressBar bar;
  private volatile JobSnapshot job;

  ProgressLine(Screen screen, int columns, JobSnapshot job) {
    this.style = screen.errStyle();
    this.err = screen.err();
    this.job = job;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(job.name())
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .continuousUpdate()
            .setRenderer(new Look())
            .setConsumer(new Line(screen.err(), columns - 1))
            .build();
  }

  @Override
  public void show(JobStatus status) {
    job = job.with(status);
    rate.look(job.bytesTransferred());
    OptionalLong total = job.bytesTotal();
    bar.maxHint(total.orElse(-1));
    bar.stepTo(job.bytesTransferred());
  }

  @Override
  public void close() {
    bar.close();
    // The library forgets this where it is closed before it has drawn anything.
    err.println();
  }

  /** What the line looks like. */
  private final class Look implements ProgressBarRenderer {
    /** The widest so far, so that the bar does not jump to and fro. */
    private int detailColumns;

    @Override
    public String render(ProgressState progress, int columns) {
      JobSnapshot now = job;
      boolean trouble = now.status().state() == JobState.TRANSIENT_ERROR;
      String name = Text.cut(progress.getTaskName(), NAME_COLUMNS, style.ellipsis());
      String percent =
          progress.isIndefinite()
              ? "   "
              : JobView.percent(progress.getCurrent(), progress.getMax());
      String details = ProgressText.details(now, rate);
      detailColumns = Math.max(detailColumns, Text.width(details));
      int fixed = Text.width(name) + 1 + percent.length() + 1 + 2 + detailColumns;
      int width = Math.min(MOST_BAR_COLUMNS, columns - fixed - Bar.frame(style));
      if (width < FEWEST_BAR_COLUMNS) {
        detailColumns = 0;
        return Text.cut(name + " " + percent + "  " + details, columns, style.ellipsis());
      }
      int beat = (int) (progress.getTotalElapsed().toMillis() / INTERVAL_MILLIS);
      String drawn =
          progress.isIndefinite()
              ? Bar.moving(style, width, beat)
              : Bar.filled(style, width, progress.getNormalizedProgress());
      return style.bold(name)
          + " "
          + percent
          + " "
          + drawn
          + "  "
          + (trouble ? style.careful(details) : details);
    }
  }

  /** Where the line is drawn. */
  private static final class Line implements ProgressBarConsumer {
    private static final String TO_THE_LEFT = "\r";
    private static final String ERASE_THE_REST = "\u001b[K";

    private final PrintStream to;
    private final int columns;

    Line(PrintStream to, int columns) {
      this.to = to;
      this.columns = columns;
    }

    @Override
    public int getMaxRenderedLength() {
      return columns;
    }

    @Override
    public void accept(String line) {
      to.print(TO_THE_LEFT + line + ERASE_THE_REST);
      to.flush();
    }

    @Override
    public void clear() {
      accept("");
    }

    @Override
    public void close() {}
  }
}
