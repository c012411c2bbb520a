package io.github.bits4j.windows;

import io.github.bits4j.windows.com.BG_FILE_INFO;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import java.util.ArrayList;
import java.util.List;

/**
 * Files on their way into a job. A call that broke off is made again for those that the job does
 * not list.
 */
final class NewFiles {
  private List<BG_FILE_INFO> missing;

  private NewFiles(List<BG_FILE_INFO> files) {
    this.missing = files;
  }

  static void add(Remote<IBackgroundCopyJob> job, List<BG_FILE_INFO> files) {
    NewFiles newFiles = new NewFiles(files);
    Link link = job.link();
    job.ask(
        link.longPatience(),
        it -> {
          it.raw().AddFileSet(newFiles.missing);
          return true;
        },
        Doubt.seen(it -> newFiles.areIn(link, it)),
        done -> {});
  }

  private boolean areIn(Link link, References<IBackgroundCopyJob> job) {
    List<String> there = new ArrayList<>();
    RemoteFile.forEach(
        link,
        job,
        found -> {
          there.add(found.localName());
          return false;
        });
    missing = missing.stream().filter(file -> !there.remove(file.LocalName())).toList();
    return missing.isEmpty();
  }
}
