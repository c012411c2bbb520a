package io.github.bits4j.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help in which the options that every command has do not stand between those of the command. */
final class UsageHelp {
  private static final String HEADING = "%nOptions of every command:%n";

  private UsageHelp() {}

  /** Changes the help of a command and of all below it. */
  static void tidy(CommandLine line) {
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, UsageHelp::options);
    line.getSubcommands().values().forEach(UsageHelp::tidy);
  }

  private static String options(Help help) {
    List<OptionSpec> own = new ArrayList<>();
    List<OptionSpec> common = new ArrayList<>();
    for (OptionSpec option : help.commandSpec().options()) {
      boolean everywhere = option.inherited() || option.usageHelp() || option.versionHelp();
      (everywhere ? common : own).add(option);
    }
    if (own.isEmpty() || common.isEmpty()) {
      return list(help, help.commandSpec().options());
    }
    return list(help, own) + help.createHeading(HEADING) + list(help, common);
  }

  private static String list(Help help, List<OptionSpec> options) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(options, help.createDefaultParamLabelRenderer());
    return layout.toString();
  }
}
