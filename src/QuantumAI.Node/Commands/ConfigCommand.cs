using System.CommandLine;
using QuantumAI.Hocon.Rendering;
using QuantumAI.Node.Configuration;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum config show FILE</c> and <c>quantum config explain KEY</c>.</summary>
internal static class ConfigCommand
{
    private static HoconRenderOptions WithoutSecrets { get; } = new() { IsSecret = SecretText.IsSecretKey, IsSecretText = SecretText.OfProcess.Holds };

    public static Command Create() => new("config", "Shows configuration files and where values come from.") { CreateShow(), CreateExplain() };

    private static Command CreateShow()
    {
        var file = new Argument<string>("FILE") { Description = "Any HOCON, JSON or properties file." };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("show", "Prints a file with its includes and substitutions resolved; secrets are not shown.") { file, json };
        command.SetAction(parsed =>
        {
            var value = ConfigurationFiles.Show(parsed.GetRequiredValue(file));
            Console.Out.WriteLine((parsed.GetValue(json) ? HoconRenderer.ToJson(value, WithoutSecrets) : HoconRenderer.ToHocon(value, WithoutSecrets)).TrimEnd());
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateExplain()
    {
        var key = new Argument<string>("KEY") { Description = "For example risk.drawdown." };
        var environment = new Option<string>("--env") { Description = "paper, live or sim.", DefaultValueFactory = _ => "paper" };
        environment.AcceptOnlyFromAmong("paper", "live", "sim");
        var (config, set) = (SharedOptions.Config(), SharedOptions.Set());
        var command = new Command("explain", "Says what a key's value is, where it is set and what it overrides.") { key, environment, config, set };
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(key);
            var loaded = ConfigurationFiles.Load(parsed.GetRequiredValue(environment), parsed.GetValue(config)?.ToString(), parsed.GetValue(set) ?? []);
            var explanation = loaded.Explain(name) ?? throw new UsageException($"there is no key {name}; hocon/reference.conf lists every key");
            Console.Out.Write(SecretText.OfProcess.Hide(explanation.ToText(SecretText.IsSecretKey(name), WithoutSecrets)));
            if (QuantumSchema.Instance.Settings.FirstOrDefault(setting => setting.Key == name) is { } setting)
                Console.Out.WriteLine($"  {setting.Help}");
            return ExitCode.Done;
        });
        return command;
    }
}
