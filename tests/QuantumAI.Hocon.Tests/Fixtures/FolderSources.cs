namespace QuantumAI.Hocon.Tests.Fixtures;

/// <summary>Includes read from a folder, as a program would.</summary>
internal sealed class FolderSources(string folder) : IHoconSources
{
    public HoconSource? Load(string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? HoconSource.FromBytes(name, File.ReadAllBytes(path)) : null;
    }
}
