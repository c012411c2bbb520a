package io.github.bits4j.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IHelpFactory;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/**
 * Help in which the options that every command has do not stand between those of the command.
 *
 * @param screen where it is printed
 */
record UsageHelp(Screen screen) implements IHelpFactory, IHelpSectionRenderer {
  /** The parser can do with no less. */
  private static final int FEWEST_COLUMNS = 55;

  private static final String HEADING = "%nOptions of every command:%n";

  /** Becomes the help of a command and of all below it. */
  void of(CommandLine line) {
    line.setUsageHelpAutoWidth(false);
    line.setColorScheme(colours(screen.style()));
    line.setHelpFactory(this);
    arrange(line);
  }

  @Override
  public Help create(CommandSpec command, ColorScheme colours) {
    // Asked for late: it may take a process.
    command.usageMessage().width(Math.max(FEWEST_COLUMNS, screen.columns()));
    return new Help(command, colours);
  }

  /** The parser's own yellow cannot be read on white. */
  private static ColorScheme colours(Style style) {
    if (!style.coloured()) {
      return Help.defaultColorScheme(Ansi.OFF);
    }
    IStyle accent = Ansi.Style.fg(style.accentColour());
    return new ColorScheme.Builder(Ansi.ON)
        .commands(Ansi.Style.bold)
        .options(accent)
        .parameters(accent)
        .build();
  }

  private void arrange(CommandLine line) {
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, this);
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
    for (CommandLine below : line.getSubcommands().values()) {
      arrange(below);
    }
  }

  /** The options. */
  @Override
  public String render(Help help) {
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
