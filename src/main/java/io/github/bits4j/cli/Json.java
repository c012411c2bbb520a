package io.github.bits4j.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.bits4j.BitsFile;
import io.github.bits4j.FileProgress;
import io.github.bits4j.Finding;
import io.github.bits4j.JobError;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobTimes;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The JSON objects of the command line. Every field is always there, null where not known. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private Json() {}

  /** An object on one line. */
  static String line(JsonObject object) {
    return GSON.toJson(object);
  }

  /** An object that begins with what it reports. */
  static JsonObject event(String event) {
    JsonObject object = new JsonObject();
    object.addProperty("event", event);
    return object;
  }

  /** An event about a job: the event, then the job's fields. */
  static JsonObject event(String event, JobSnapshot job, Locale language) {
    JsonObject object = event(event);
    job(job, language).entrySet().forEach(field -> object.add(field.getKey(), field.getValue()));
    return object;
  }

  static JsonObject refused(String reason, Optional<BitsException> error, Locale language) {
    JsonObject object = event("refused");
    object.addProperty("reason", reason);
    object.add("error", error.map(e -> error(e, language)).orElse(null));
    return object;
  }

  /** What a command says of itself. */
  static JsonObject help(String command, String text) {
    JsonObject object = new JsonObject();
    object.addProperty("command", command);
    object.addProperty("help", text);
    return object;
  }

  /** What this is, and on what it runs. */
  static JsonObject version(Optional<String> version) {
    JsonObject object = new JsonObject();
    add(object, "version", version);
    object.addProperty("java", BitsCommand.Version.ofJava());
    object.addProperty("system", System.getProperty("os.name"));
    return object;
  }

  static JsonObject fault(Explained explained) {
    JsonObject object = new JsonObject();
    object.addProperty("hresult", explained.fault().hresult().toString());
    add(object, "name", explained.fault().name());
    JsonArray aliases = new JsonArray();
    explained.fault().aliases().forEach(aliases::add);
    object.add("aliases", aliases);
    object.addProperty("kind", lower(explained.fault().kind()));
    object.addProperty("severity", explained.fault().hresult().failed() ? "error" : "success");
    object.addProperty("facility", explained.fault().hresult().facility());
    object.addProperty("code", explained.fault().hresult().code());
    add(object, "httpStatus", explained.fault().httpStatus());
    object.addProperty("transient", explained.isTransient().orElse(null));
    object.addProperty("meaning", explained.meaning());
    add(object, "advice", explained.advice());
    return object;
  }

  static JsonObject error(JobError error, Locale language) {
    JsonObject object = fault(Explained.of(error, language));
    object.addProperty("context", error.contextValue());
    add(object, "contextName", error.context().map(ErrorContext::name));
    add(object, "remoteName", error.remoteName());
    add(object, "localName", error.localName());
    add(object, "protocol", error.protocol());
    object.add("call", null);
    return object;
  }

  static JsonObject error(BitsException error, Locale language) {
    JsonObject object = fault(Explained.of(error, language));
    for (String field : List.of("context", "contextName", "remoteName", "localName", "protocol")) {
      object.add(field, null);
    }
    object.addProperty("call", error.call());
    return object;
  }

  static JsonObject job(JobSnapshot job, Locale language) {
    JobProperties properties = job.properties();
    JobStatus status = job.status();
    Optional<JobProgress> progress = status.progress();
    Optional<JobTimes> times = status.times();
    JsonObject object = new JsonObject();
    object.addProperty("id", job.id().toString());
    add(object, "displayName", properties.displayName());
    add(object, "description", properties.description());
    add(object, "type", properties.type());
    object.addProperty("state", status.state().name());
    add(object, "priority", properties.priority());
    add(object, "owner", properties.owner());
    add(object, "bytesTotal", progress.map(JobProgress::bytesTotal).orElse(OptionalLong.empty()));
    object.addProperty("bytesTransferred", value(progress.map(JobProgress::bytesTransferred)));
    object.addProperty("filesTotal", value(progress.map(JobProgress::filesTotal)));
    object.addProperty("filesTransferred", value(progress.map(JobProgress::filesTransferred)));
    add(object, "errorCount", status.errorCount());
    object.addProperty(
        "minimumRetryDelay", value(properties.minimumRetryDelay().map(Duration::getSeconds)));
    object.addProperty(
        "noProgressTimeout", value(properties.noProgressTimeout().map(Duration::getSeconds)));
    add(object, "waitReason", status.waitReason().map(Json::waitReason));
    add(object, "nextRetryTime", status.nextRetryTime());
    add(object, "creationTime", times.map(JobTimes::creation));
    add(object, "modificationTime", times.map(JobTimes::modification));
    add(object, "transferCompletionTime", times.flatMap(JobTimes::transferCompletion));
    object.add("error", status.error().map(error -> error(error, language)).orElse(null));
    object.addProperty("runner", job.runner().map(Json::lower).orElse(null));
    return object;
  }

  /** The contract of the JSON output is older than the reasons for the battery and for games. */
  private static WaitReason waitReason(WaitReason reason) {
    switch (reason) {
      case BATTERY:
        return WaitReason.COST;
      case GAME_MODE:
        return WaitReason.POLICY;
      default:
        return reason;
    }
  }

  static JsonArray files(List<BitsFile> files) {
    JsonArray array = new JsonArray();
    for (BitsFile file : files) {
      FileProgress progress = file.progress();
      JsonObject object = new JsonObject();
      object.addProperty("remoteName", file.remoteName());
      object.addProperty("localName", file.localName());
      add(object, "bytesTotal", progress.bytesTotal());
      object.addProperty("bytesTransferred", progress.bytesTransferred());
      object.addProperty("completed", progress.completed());
      array.add(object);
    }
    return array;
  }

  static JsonObject finding(Finding finding) {
    JsonObject object = new JsonObject();
    object.addProperty("id", finding.id());
    object.addProperty("status", lower(finding.status()));
    object.addProperty("title", finding.title());
    object.addProperty("detail", finding.detail());
    add(object, "fix", finding.fix());
    return object;
  }

  /** Texts, times (ISO 8601 in UTC is how an Instant prints itself) and constants. */
  private static void add(JsonObject object, String name, Optional<?> value) {
    object.addProperty(name, value.map(Json::text).orElse(null));
  }

  private static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }

  private static void add(JsonObject object, String name, OptionalInt value) {
    object.addProperty(name, value.isPresent() ? (Number) value.getAsInt() : null);
  }

  private static void add(JsonObject object, String name, OptionalLong value) {
    object.addProperty(name, value.isPresent() ? (Number) value.getAsLong() : null);
  }

  private static Number value(Optional<? extends Number> value) {
    return value.orElse(null);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
