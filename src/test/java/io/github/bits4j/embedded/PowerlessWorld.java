package io.github.bits4j.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A disk and a queue that know what of them would be left if the power failed now. Files are made
 * of blocks, and a block is one number: the version of the far end's file that it is of.
 *
 * <p>A loss of power takes what was not synced: bytes by file, names by folder, and of the queue
 * the steps since the last one that had to outlive it. All of it, a part, or nothing: the disk
 * decides.
 */
final class PowerlessWorld {
  static final int BLOCK = 1 << 20;
  static final int GARBAGE = -1;

  /** What nobody wrote, before what somebody did. */
  static final int HOLE = 0;

  /** What the disk made of bytes that were written and not synced. */
  enum Bytes {
    LOST,
    LENGTH_WITHOUT_CONTENT,
    KEPT
  }

  /** A file, under whatever names. */
  private static final class Node {
    List<Integer> now = new ArrayList<>();
    List<Integer> synced = new ArrayList<>();

    Node copy() {
      Node copy = new Node();
      copy.now = new ArrayList<>(now);
      copy.synced = new ArrayList<>(synced);
      return copy;
    }

    /** As the power left it. */
    Node after(Bytes loss) {
      Node after = new Node();
      switch (loss) {
        case LOST:
          after.now.addAll(synced);
          break;
        case KEPT:
          after.now.addAll(now);
          break;
        default:
          for (int i = 0; i < now.size(); i++) {
            boolean good = i < synced.size() && synced.get(i).equals(now.get(i));
            after.now.add(good ? now.get(i) : GARBAGE);
          }
      }
      after.synced.addAll(after.now);
      return after;
    }
  }

  /** The queue at one moment. */
  private record Records(Map<UUID, JobRecord> jobs, Optional<String> boot) {}

  private final Path folder;
  private final String boot;
  private final Map<Path, Node> names = new TreeMap<>();
  private final Map<Path, Node> syncedNames = new TreeMap<>();
  private final List<Records> records = new ArrayList<>();
  private Runnable beforeEachStep = () -> {};

  /** What opening a file fails with; null if it does not. */
  IOException broken;

  /** What syncing a folder fails with; null if it does not. */
  IOException unsyncable;

  /** How many blocks all files may have together. */
  int room = Integer.MAX_VALUE;

  final Disk disk = new Disk();
  final Queue queue = new Queue();

  PowerlessWorld(Path folder, String boot) {
    this.folder = folder;
    this.boot = boot;
    records.add(new Records(new LinkedHashMap<>(), Optional.empty()));
  }

  /** What to do before anything changes: every time is a moment at which the power may fail. */
  void beforeEachStep(Runnable action) {
    beforeEachStep = action;
  }

  PowerlessWorld copy() {
    PowerlessWorld copy = new PowerlessWorld(folder, boot);
    Map<Node, Node> nodes = new IdentityHashMap<>();
    names.forEach((path, node) -> copy.names.put(path, nodes.computeIfAbsent(node, Node::copy)));
    syncedNames.forEach(
        (path, node) -> copy.syncedNames.put(path, nodes.computeIfAbsent(node, Node::copy)));
    copy.records.clear();
    copy.records.addAll(records);
    return copy;
  }

  /** How many different ends the queue's last steps may have had. */
  int queueStates() {
    return records.size();
  }

  /** The world that the machine finds when it starts again. */
  PowerlessWorld afterPowerLoss(Bytes bytes, boolean namesKept, int queueState) {
    PowerlessWorld after = new PowerlessWorld(folder, boot + "+");
    Map<Node, Node> nodes = new IdentityHashMap<>();
    (namesKept ? names : syncedNames)
        .forEach(
            (path, node) ->
                after.names.put(path, nodes.computeIfAbsent(node, it -> it.after(bytes))));
    after.syncedNames.putAll(after.names);
    after.records.clear();
    after.records.add(records.get(queueState));
    return after;
  }

  Map<Path, List<Integer>> files() {
    Map<Path, List<Integer>> files = new TreeMap<>();
    names.forEach((path, node) -> files.put(path, List.copyOf(node.now)));
    return files;
  }

  /** The disk. There is one folder, which may be written to. */
  final class Disk extends LocalFiles {
    @Override
    boolean isFolder(Path path) {
      return path.equals(folder);
    }

    @Override
    boolean isWritable(Path folder) {
      return true;
    }

    @Override
    boolean exists(Path path) {
      return names.containsKey(path);
    }

    @Override
    long length(Path path) {
      return names.containsKey(path) ? (long) names.get(path).now.size() * BLOCK : -1;
    }

    @Override
    FileChannel open(Path temp, boolean fresh) throws IOException {
      if (broken != null) {
        throw broken;
      }
      if (!names.containsKey(temp)) {
        beforeEachStep.run();
        names.put(temp, new Node());
      } else if (fresh) {
        throw new FileAlreadyExistsException(temp.toString());
      }
      return new Channel(names.get(temp));
    }

    @Override
    void setTime(Path path, Instant modified) {}

    @Override
    boolean cut(Path temp, long length) {
      try (FileChannel channel = open(temp, false)) {
        channel.truncate(length);
        channel.force(true);
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    Optional<String> boot() {
      return Optional.of(boot);
    }

    @Override
    void rename(Path temp, Path finalName) throws IOException {
      if (!names.containsKey(temp)) {
        throw new NoSuchFileException(temp.toString());
      }
      beforeEachStep.run();
      names.put(finalName, names.remove(temp));
    }

    @Override
    void sync(Path folder) throws IOException {
      if (unsyncable != null) {
        throw unsyncable;
      }
      beforeEachStep.run();
      syncedNames.clear();
      syncedNames.putAll(names);
    }

    @Override
    boolean delete(Path path) {
      if (names.containsKey(path)) {
        beforeEachStep.run();
        names.remove(path);
      }
      return true;
    }
  }

  /** The queue. */
  final class Queue implements Store {
    private final Secrets secrets = Secrets.ofThisProcess();

    @Override
    public Secrets secrets() {
      return secrets;
    }

    private void step(Map<UUID, JobRecord> jobs, Optional<String> boot, Keep keep) {
      beforeEachStep.run();
      if (keep == Keep.POWER) {
        records.clear();
      }
      records.add(new Records(jobs, boot));
    }

    private Records now() {
      return records.get(records.size() - 1);
    }

    @Override
    public List<JobRecord> load() {
      return List.copyOf(now().jobs.values());
    }

    @Override
    public void save(JobRecord before, JobRecord after, Keep keep) {
      Map<UUID, JobRecord> jobs = new LinkedHashMap<>(now().jobs);
      jobs.put(after.id(), after);
      step(jobs, now().boot, keep);
    }

    @Override
    public void remove(JobRecord job) {
      Map<UUID, JobRecord> jobs = new LinkedHashMap<>(now().jobs);
      jobs.remove(job.id());
      step(jobs, now().boot, Keep.PROCESS);
    }

    @Override
    public Optional<String> boot() {
      return now().boot;
    }

    @Override
    public void boot(String id) {
      step(now().jobs, Optional.of(id), Keep.POWER);
    }

    @Override
    public boolean durable() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** Writes whole blocks, of which only the first byte is looked at. */
  private final class Channel extends FileChannel {
    private final Node node;

    private Channel(Node node) {
      this.node = node;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      if (!isOpen()) {
        throw new ClosedChannelException();
      }
      int length = bytes.remaining();
      if (length != BLOCK || position % BLOCK != 0) {
        throw new AssertionError(length + " bytes at " + position);
      }
      if (names.values().stream().mapToInt(it -> it.now.size()).sum() >= room) {
        throw new IOException("No space left on device");
      }
      beforeEachStep.run();
      int block = (int) (position / BLOCK);
      while (node.now.size() <= block) {
        node.now.add(HOLE);
      }
      node.now.set(block, (int) bytes.get(bytes.position()));
      bytes.position(bytes.limit());
      return length;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      if (!isOpen()) {
        throw new ClosedChannelException();
      }
      if (size < (long) node.now.size() * BLOCK) {
        beforeEachStep.run();
        node.now.subList((int) (size / BLOCK), node.now.size()).clear();
      }
      return this;
    }

    @Override
    public void force(boolean everything) throws IOException {
      if (!isOpen()) {
        throw new ClosedChannelException();
      }
      beforeEachStep.run();
      node.synced = new ArrayList<>(node.now);
    }

    @Override
    public long size() {
      return (long) node.now.size() * BLOCK;
    }

    @Override
    protected void implCloseChannel() {}

    private static UnsupportedOperationException unused() {
      return new UnsupportedOperationException("the engine does no such thing to its files");
    }

    @Override
    public int read(ByteBuffer bytes) {
      throw unused();
    }

    @Override
    public long read(ByteBuffer[] bytes, int offset, int length) {
      throw unused();
    }

    @Override
    public int read(ByteBuffer bytes, long position) {
      throw unused();
    }

    @Override
    public int write(ByteBuffer bytes) {
      throw unused();
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) {
      throw unused();
    }

    @Override
    public long position() {
      throw unused();
    }

    @Override
    public FileChannel position(long position) {
      throw unused();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw unused();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw unused();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw unused();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw unused();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw unused();
    }
  }
}
