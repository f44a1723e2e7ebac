namespace QuantumAI.Quant.Indicators;

/// <summary>What the catalogue says about one indicator.</summary>
/// <param name="Id">Kebab-case identifier, unique in the catalogue.</param>
/// <param name="Title">The trade's name.</param>
/// <param name="Inputs">Input series in the order of the batch form; all of one length, oldest first.</param>
/// <param name="Outputs">Output series in the order of the batch form, each with its unit.</param>
/// <param name="Parameters">Parameters with unit, range and default.</param>
/// <param name="WarmUpRule">Inputs needed for the first value, as a formula of the parameters.</param>
/// <param name="DefaultWarmUpBars">The same number at the default parameters.</param>
/// <param name="Source">Author, year, work.</param>
public sealed record IndicatorEntry(
    string Id,
    string Title,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<IndicatorParameter> Parameters,
    string WarmUpRule,
    int DefaultWarmUpBars,
    string Source);

/// <summary>One whole-number parameter: its range is inclusive.</summary>
public sealed record IndicatorParameter(string Name, string Unit, int Minimum, int Maximum, int Default);
