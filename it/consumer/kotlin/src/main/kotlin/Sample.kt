import io.github.bits4j.JobSpec
import io.github.bits4j.JobState
import io.github.bits4j.embedded.EmbeddedBits
import io.github.bits4j.server.BitsServer
import java.nio.file.Path
import java.time.Duration
import kotlin.io.path.createDirectories
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes

/** A file there becomes a file here, and one that is missing says why. */
fun main(arguments: Array<String>) {
  val folder = Path.of(arguments[0])
  val there = folder.resolve("served").createDirectories().resolve("setup.bin")
  val here = folder.resolve("setup.bin")
  there.writeBytes(ByteArray(100_000) { it.toByte() })
  BitsServer.serving(there.parent).start().use { server ->
    EmbeddedBits.builder().inMemory().open().use { bits ->
      bits.createJob(JobSpec.download("setup").file(server.url("setup.bin"), here).build()).use {
        it.resume()
        check(it.await(Duration.ofMinutes(1)).state() == JobState.TRANSFERRED)
        it.complete()
      }
      bits.createJob(JobSpec.download("none").file(server.url("none"), folder.resolve("none")).build()).use {
        it.resume()
        val fault = it.await(Duration.ofMinutes(1)).error().orElseThrow().fault()
        check(fault.name().get() == "BG_E_HTTP_ERROR_404") { fault }
        it.cancel()
      }
    }
  }
  check(here.readBytes().contentEquals(there.readBytes()))
}
