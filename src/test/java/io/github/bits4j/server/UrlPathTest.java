package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPathTest {
  @Test
  void namesAreSplitThenDecodedOnce() {
    assertEquals(names("a"), UrlPath.names("/a"));
    assertEquals(names("a", "b.c"), UrlPath.names("/a/b.c"));
    assertEquals(names("a b+c&d;e=f"), UrlPath.names("/a%20b+c&d;e=f"));
    assertEquals(names("\u00e4\u20ac\ud83d\ude00"), UrlPath.names("/%C3%A4%e2%82%ac%F0%9F%98%80"));
    assertEquals(names("%2e%2e"), UrlPath.names("/%252e%252e"));
    assertEquals(names("..."), UrlPath.names("/..."));
    assertEquals(names("\u00e4"), UrlPath.names("/\u00c3\u00a4"), "bytes sent as they are");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/",
        "//",
        "/a/",
        "//a",
        "/a//b",
        "/.",
        "/..",
        "/../a",
        "/a/../b",
        "/%2e%2e/a",
        "/%2E%2e%2Fa",
        "/a%2fb",
        "/a%5cb",
        "/a\\b",
        "/%00",
        "/a%00.txt",
        "/%",
        "/%4",
        "/%4g",
        "/%g4",
        "/%-1",
        "/%ff",
        "/%c0%ae%c0%ae/a",
        "/%ed%a0%80",
        "/\u20ac"
      })
  void whatIsNoPlainNameIsNothing(String path) {
    assertEquals(Optional.empty(), UrlPath.names(path));
  }

  @Test
  void encodedNamesComeBack() {
    String path = "a b/+%?#;&=:@!$'()*,~[]\"<>|^`{}/\u00e4 e\u0308 \ud83d\ude00";
    String encoded = UrlPath.encode(path);
    assertEquals(Optional.of(List.of(path.split("/"))), UrlPath.names("/" + encoded));
    assertEquals("a%20b/%2B%25%3F", encoded.substring(0, 15));
  }

  private static Optional<List<String>> names(String... names) {
    return Optional.of(List.of(names));
  }
}
