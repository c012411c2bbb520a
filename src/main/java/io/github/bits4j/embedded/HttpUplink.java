package io.github.bits4j.embedded;

import io.github.bits4j.error.HResult;

/**
 * Uploads by the BITS upload protocol.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/bits/bits-upload-protocol">BITS Upload
 *     Protocol</a>
 */
final class HttpUplink implements Uplink {
  private final Web web;

  HttpUplink(Web web) {
    this.web = web;
  }

  @Override
  public String protocol() {
    return "http";
  }

  @Override
  public Transport.Movement start(Load load, Report report) {
    return new HttpUpload(web, load, report).on(web.workers());
  }

  @Override
  public Transport.Movement cancel(Load load, Report report) {
    return new Cancellation(web, load, report).on(web.workers());
  }

  private static final class Cancellation extends UploadTalk {
    private Cancellation(Web web, Load load, Report report) {
      super(web, load, report);
    }

    @Override
    void talk() throws FailedAttempt {
      UploadAck ack = packet("Cancel-Session", ofSession());
      if (ack.status() >= 500 && !ack.knowsNoSession()) {
        throw new FailedAttempt(Failure.passing(HResult.ofHttpStatus(ack.status())));
      }
    }
  }
}
