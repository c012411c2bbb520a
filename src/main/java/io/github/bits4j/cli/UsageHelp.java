package io.github.bits4j.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/** Help in which the options that every command has do not stand between those of the command. */
final class UsageHelp {
  private static final String HEADING = "%nOptions of every command:%n";

  private UsageHelp() {}

  /** Changes the help of a command and of all below it. */
  static void tidy(CommandLine line) {
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, UsageHelp::options);
    if (!line.getSubcommands().isEmpty()) {
      List<String> sections = new ArrayList<>(line.getHelpSectionKeys());
      List<String> commands =
          List.of(
              UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
              UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
      sections.removeAll(commands);
      sections.addAll(sections.indexOf(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST), commands);
      line.setHelpSectionKeys(sections);
    }
    line.getSubcommands().values().forEach(UsageHelp::tidy);
  }

  private static String options(Help help) {
    List<OptionSpec> own = new ArrayList<>();
    List<OptionSpec> common = new ArrayList<>();
    for (OptionSpec option : help.commandSpec().options()) {
      boolean everywhere =
          option.scopeType() == ScopeType.INHERIT || option.usageHelp() || option.versionHelp();
      (everywhere ? common : own).add(option);
    }
    common.sort(Comparator.comparing(option -> option.usageHelp() || option.versionHelp()));
    // Those that belong together come last, not first.
    own.sort(Comparator.comparing(option -> option.group() != null));
    return list(help, own) + help.createHeading(HEADING) + list(help, common);
  }

  private static String list(Help help, List<OptionSpec> options) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(options, help.createDefaultParamLabelRenderer());
    return layout.toString();
  }
}
