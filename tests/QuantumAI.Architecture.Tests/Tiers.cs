namespace QuantumAI.Architecture.Tests;

/// <summary>The tiers of the house: a project refers to lower tiers only; within tier 1 along Runtime ← Trading ← Simulation.</summary>
internal static class Tiers
{
    private static readonly Dictionary<string, int> TierOf = new()
    {
        ["QuantumAI.Domain"] = 0,
        ["QuantumAI.Quant"] = 0,
        ["QuantumAI.Hocon"] = 0,
        ["QuantumAI.Runtime"] = 1,
        ["QuantumAI.Trading"] = 1,
        ["QuantumAI.Simulation"] = 1,
        ["QuantumAI.Learning"] = 1,
        ["QuantumAI.Journal"] = 2,
        ["QuantumAI.Cluster"] = 2,
        ["QuantumAI.Venues"] = 2,
        ["QuantumAI.Feeds"] = 2,
        ["QuantumAI.Inference"] = 2,
        ["QuantumAI.Node"] = 3,
        ["QuantumAI.Dashboard"] = 3,
    };

    /// <summary>Used by the compiler only: they refer to nothing of the house, and nothing refers to them. They are wired centrally.</summary>
    private static readonly string[] BuildTools = ["QuantumAI.Analyzers"];

    private static readonly string[] TierOneChain = ["QuantumAI.Runtime", "QuantumAI.Trading", "QuantumAI.Simulation"];

    /// <summary>The one edge between edges: recordings of a venue's streams are read by the venue's own parser, so that there is only one.</summary>
    private static readonly (string From, string To) SharedParser = ("QuantumAI.Feeds", "QuantumAI.Venues");

    public static int? Of(string project) => TierOf.TryGetValue(project, out var tier) ? tier : null;

    /// <summary>What breaks the rule, in words.</summary>
    public static IEnumerable<string> Violations(IEnumerable<SourceProject> projects)
    {
        foreach (var project in projects)
        {
            if (BuildTools.Contains(project.Name))
            {
                foreach (var reference in project.References)
                    yield return $"{project.Name} is a build tool and refers to {reference}";
                continue;
            }

            if (Of(project.Name) is not { } tier)
            {
                yield return $"{project.Name} has no tier: add it to DESIGN and to {nameof(Tiers)}";
                continue;
            }

            foreach (var reference in project.References)
            {
                if (Of(reference) is not { } below)
                    yield return $"{project.Name} refers to {reference}, which has no tier";
                else if (below >= tier && !IsAlongTheChain(project.Name, reference) && (project.Name, reference) != SharedParser)
                    yield return $"{project.Name} (tier {tier}) refers to {reference} (tier {below})";
            }
        }
    }

    private static bool IsAlongTheChain(string project, string reference)
    {
        var (upper, lower) = (Array.IndexOf(TierOneChain, project), Array.IndexOf(TierOneChain, reference));
        return lower >= 0 && upper > lower;
    }
}
