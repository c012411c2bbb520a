package io.github.bits4j.cli;

import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.transfer.Rate;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
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
  private final ProgressBar bar;
  private volatile JobSnapshot job;

  ProgressLine(Screen screen, Supplier<TerminalSize> size, JobSnapshot job) {
    this.style = screen.errStyle();
    this.job = job;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(style.printable(job.name()))
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .continuousUpdate()
            .setRenderer(new Look())
            .setConsumer(new Line(new LiveLines(screen.err(), size)))
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
        return withoutBar(name, percent, details, columns);
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

  private String withoutBar(String name, String percent, String details, int columns) {
    String whole = name + " " + percent + "  " + details;
    if (Text.width(whole) <= columns) {
      return whole;
    }
    int left = Math.max(1, columns - Text.width(name) - 2);
    String line = name + "  " + ProgressText.details(job, rate, left);
    return Text.cut(line, columns, style.ellipsis());
  }

  /** Where the line is drawn. */
  private static final class Line implements ProgressBarConsumer {
    private final LiveLines lines;

    Line(LiveLines lines) {
      this.lines = lines;
    }

    @Override
    public int getMaxRenderedLength() {
      return lines.terminal().columns() - 1;
    }

    @Override
    public void accept(String line) {
      lines.draw(List.of(), List.of(line));
    }

    @Override
    public void clear() {
      lines.draw(List.of(), List.of());
    }

    @Override
    public void close() {}
  }
}
