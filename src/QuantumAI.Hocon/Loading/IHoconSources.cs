namespace QuantumAI.Hocon;

/// <summary>Supplies included files. This library does no file I/O itself.</summary>
public interface IHoconSources
{
    /// <summary>
    /// The source of that name, or null when it does not exist. Names are slash-separated; one written in
    /// <c>include "x"</c> arrives joined to the folder of the including source, one in <c>include file("x")</c> as written.
    /// A failure other than absence is to be thrown as a <see cref="HoconException"/>, which passes through unchanged.
    /// </summary>
    HoconSource? Load(string name);
}
