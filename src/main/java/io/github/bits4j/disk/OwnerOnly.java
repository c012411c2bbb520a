package io.github.bits4j.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** With which rights files are made that are nobody else's business: none for anybody else. */
public final class OwnerOnly {
  private static final FileAttribute<?>[] NOTHING_TO_SAY = {};

  private OwnerOnly() {}

  /**
   * For a file that is made at a path.
   *
   * @param path where
   * @return what to make it with
   * @throws IOException if the owner's name cannot be looked up
   */
  public static FileAttribute<?>[] file(Path path) throws IOException {
    return of(path, "rw-------", EnumSet.noneOf(AclEntryFlag.class));
  }

  /**
   * For a folder that is made at a path; on Windows, what is made in it inherits that.
   *
   * @param path where
   * @return what to make it with
   * @throws IOException if the owner's name cannot be looked up
   */
  public static FileAttribute<?>[] folder(Path path) throws IOException {
    return of(
        path, "rwx------", EnumSet.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT));
  }

  private static FileAttribute<?>[] of(Path path, String mode, Set<AclEntryFlag> flags)
      throws IOException {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    if (views.contains("posix")) {
      return new FileAttribute<?>[] {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
      };
    }
    if (views.contains("acl")) {
      try {
        UserPrincipal owner =
            path.getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
        return new FileAttribute<?>[] {new Acl(acl(owner, flags))};
      } catch (UserPrincipalNotFoundException e) {
        // The rights of the folder above then, which is the user's own by default.
        return NOTHING_TO_SAY;
      }
    }
    return NOTHING_TO_SAY;
  }

  /**
   * One entry: the owner may do everything. Whoever is not named may do nothing.
   *
   * @param owner who
   * @param flags what is inherited
   * @return the list
   */
  public static List<AclEntry> acl(UserPrincipal owner, Set<AclEntryFlag> flags) {
    return List.of(
        AclEntry.newBuilder()
            .setType(AclEntryType.ALLOW)
            .setPrincipal(owner)
            .setPermissions(EnumSet.allOf(AclEntryPermission.class))
            .setFlags(flags)
            .build());
  }

  private record Acl(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {
    @Override
    public String name() {
      return "acl:acl";
    }
  }
}
