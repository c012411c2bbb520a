package io.github.bits4j.server;

/**
 * What the BITS upload protocol calls its things. The client has a copy of its own, so that a
 * misspelt name fails in the first test that lets the two talk.
 */
final class UploadHeader {
  static final String METHOD = "BITS_POST";

  /** The one upload protocol there is, BITS 1.5. */
  static final String PROTOCOL_1_5 = "{7df0354d-249b-430f-820d-3d2a9bef4931}";

  static final String PACKET_TYPE = "BITS-Packet-Type";
  static final String SUPPORTED_PROTOCOLS = "BITS-Supported-Protocols";
  static final String PROTOCOL = "BITS-Protocol";
  static final String SESSION_ID = "BITS-Session-Id";
  static final String HOST_ID = "BITS-Host-Id";
  static final String HOST_ID_FALLBACK_TIMEOUT = "BITS-Host-Id-Fallback-Timeout";
  static final String RECEIVED_CONTENT_RANGE = "BITS-Received-Content-Range";
  static final String REPLY_URL = "BITS-Reply-URL";
  static final String ERROR_CONTEXT = "BITS-Error-Context";

  /** Both names are documented, in different documents; both are sent. */
  static final String ERROR_CODE = "BITS-Error-Code";

  static final String ERROR = "BITS-Error";

  // To the server application, and from it.
  static final String ORIGINAL_REQUEST_URL = "BITS-Original-Request-URL";
  static final String REQUEST_FILE = "BITS-Request-DataFile-Name";
  static final String RESPONSE_FILE = "BITS-Response-DataFile-Name";
  static final String STATIC_RESPONSE_URL = "BITS-Static-Response-URL";
  static final String COPY_TO_DESTINATION = "BITS-Copy-File-To-Destination";

  private UploadHeader() {}
}
