package io.github.bits4j.cli;

import io.github.bits4j.JobState;
import io.github.bits4j.JobTimes;
import java.time.Instant;
import java.util.List;

/** Jobs as people read them, one a line; on a narrow terminal one in two lines. */
final class JobList {
  private static final int NAME_COLUMNS = 32;
  private static final int FEWEST_NAME_COLUMNS = 12;
  private static final int ID_COLUMNS = 10;
  private static final int STATE_COLUMNS = 17;
  private static final int PROGRESS_COLUMNS = 25;
  private static final int OWNER_COLUMNS = 16;

  private final Style style;
  private final boolean owners;
  private final int columns;

  private JobList(Screen screen, boolean owners) {
    this.style = screen.style();
    this.owners = owners;
    this.columns = screen.columns();
  }

  /** When a job was made, to sort by. */
  static Instant creation(JobSnapshot job) {
    return job.status().times().map(JobTimes::creation).orElse(Instant.MAX);
  }

  static void print(Screen screen, List<JobSnapshot> jobs, boolean owners) {
    JobList list = new JobList(screen, owners);
    screen.comfort(list.style.faint(list.heading()));
    for (JobSnapshot job : jobs) {
      list.lines(job).forEach(screen::result);
    }
  }

  /** What stands before the name. */
  private int others() {
    return ID_COLUMNS + STATE_COLUMNS + PROGRESS_COLUMNS + (owners ? OWNER_COLUMNS : 0);
  }

  /** Never where nobody sees it, nor on a usual terminal. */
  private boolean isNarrow() {
    return columns < others() + FEWEST_NAME_COLUMNS;
  }

  private String heading() {
    return Text.pad("ID", ID_COLUMNS)
        + Text.pad("STATE", STATE_COLUMNS)
        + (isNarrow()
            ? ""
            : Text.pad("PROGRESS", PROGRESS_COLUMNS)
                + (owners ? Text.pad("OWNER", OWNER_COLUMNS) : ""))
        + "NAME";
  }

  private List<String> lines(JobSnapshot job) {
    JobState state = job.status().state();
    String first =
        Text.pad(job.shortId(), ID_COLUMNS)
            + JobView.look(style, state).apply(Text.pad(state.name(), STATE_COLUMNS));
    if (!isNarrow()) {
      return List.of(
          first
              + Text.pad(JobView.progress(job), PROGRESS_COLUMNS)
              + (owners ? Text.pad(owner(job, OWNER_COLUMNS - 2), OWNER_COLUMNS) : "")
              + name(job, columns - others()));
    }
    String progress = JobView.progressInWords(job);
    String second = Text.pad("", ID_COLUMNS) + progress;
    return List.of(
        first + name(job, columns - ID_COLUMNS - STATE_COLUMNS),
        style.faint(
            owners ? second + "  " + owner(job, columns - Text.width(second) - 2) : second));
  }

  private String name(JobSnapshot job, int space) {
    int most = Math.max(FEWEST_NAME_COLUMNS, Math.min(NAME_COLUMNS, space));
    return Text.cut(style.printable(job.name()), most, style.ellipsis());
  }

  private String owner(JobSnapshot job, int space) {
    String owner = job.properties().owner().orElse("?");
    return Text.cut(style.printable(owner), space, style.ellipsis());
  }
}
