package io.github.bits4j.testing;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The methods of the public handles, and what they are called. Found by reflection. */
final class PublicCalls {
  private static final Set<String> NAMES = names();

  private PublicCalls() {}

  static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  /** Whether a method gives out a group of settings, which is a handle too. */
  static boolean givesGroup(Method method) {
    Class<?> type = method.getReturnType();
    return type.isInterface()
        && !type.isSealed()
        && method.getParameterCount() == 0
        && type.getPackage() == BitsJob.class.getPackage()
        && type != BitsJob.class;
  }

  static void requireAny(String pattern) {
    if (NAMES.stream().noneMatch(name -> Glob.matches(pattern, name))) {
      throw new IllegalArgumentException("no method is called " + pattern + "; there are " + NAMES);
    }
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    Set<Class<?>> seen = new HashSet<>();
    Deque<Class<?>> open =
        new ArrayDeque<>(List.of(BitsManager.class, BitsJob.class, BitsFile.class));
    while (!open.isEmpty()) {
      Class<?> type = open.poll();
      if (!seen.add(type)) {
        continue;
      }
      for (Method method : type.getDeclaredMethods()) {
        if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
          continue;
        }
        names.add(name(method));
        if (givesGroup(method)) {
          open.add(method.getReturnType());
        }
      }
    }
    return names;
  }
}
