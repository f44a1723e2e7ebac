using Npgsql;
using NpgsqlTypes;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The one statement that appends, prepared on one connection. Its parameters are the lists of one plan.</summary>
internal sealed class AppendCall : IDisposable
{
    private readonly NpgsqlCommand _command;
    private readonly AppendRows _rows;
    private readonly NpgsqlParameter<int> _moved = new() { NpgsqlDbType = NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> _entries = new() { NpgsqlDbType = NpgsqlDbType.Bytea };

    public AppendCall(PostgreSqlDatabase database, NpgsqlConnection connection, JournalIdentity identity, AppendRows rows)
    {
        _rows = rows;
        var places = string.Join(", ", Enumerable.Range(1, 28).Select(place => $"${place}"));
        _command = database.Command(connection, $"SELECT * FROM {{schema}}.append({places})");
        Add(NpgsqlDbType.Text, identity.Environment);
        Add(NpgsqlDbType.Text, identity.Account);
        AddStreams();
        AddCommands();
        AddEvents();
        _command.Parameters.Add(_entries);
        _command.Prepare();
    }

    /// <summary>Asks the database to write the plan.</summary>
    public AppendAnswer Run(AppendPlan plan)
    {
        _moved.TypedValue = _rows.Moved;
        _entries.TypedValue = plan.Entries;
        using var reader = _command.ExecuteReader();
        reader.Read();
        var answer = reader.GetBoolean(0) ? new AppendAnswer(AppendAnswer.HeadOf(reader)) : AppendAnswer.Read(reader);
        reader.Read();
        return answer;
    }

    public void Dispose() => _command.Dispose();

    private void AddStreams()
    {
        AddList(NpgsqlDbType.Text, _rows.Names);
        AddList(NpgsqlDbType.Bigint, _rows.Sequences);
        AddList(NpgsqlDbType.Bigint, _rows.Epochs);
        AddList(NpgsqlDbType.Bytea, _rows.Links);
        AddList(NpgsqlDbType.Text, _rows.Accounts);
        AddList(NpgsqlDbType.Bigint, _rows.Quarantined);
        AddList(NpgsqlDbType.Bigint, _rows.NewSequences);
        AddList(NpgsqlDbType.Bigint, _rows.NewEpochs);
        AddList(NpgsqlDbType.Bytea, _rows.NewLinks);
        _command.Parameters.Add(_moved);
    }

    private void AddCommands()
    {
        AddList(NpgsqlDbType.Integer, _rows.ProbeStreams);
        AddList(NpgsqlDbType.Bytea, _rows.ProbeIds);
        AddList(NpgsqlDbType.Integer, _rows.CommandStreams);
        AddList(NpgsqlDbType.Bytea, _rows.CommandIds);
        AddList(NpgsqlDbType.Bigint, _rows.CommandFirsts);
        AddList(NpgsqlDbType.Bigint, _rows.CommandLasts);
    }

    private void AddEvents()
    {
        AddList(NpgsqlDbType.Integer, _rows.EventStreams);
        AddList(NpgsqlDbType.Bigint, _rows.EventSequences);
        AddList(NpgsqlDbType.Text, _rows.Types);
        AddList(NpgsqlDbType.Integer, _rows.Schemas);
        AddList(NpgsqlDbType.Text, _rows.Payloads);
        AddList(NpgsqlDbType.Bigint, _rows.Times);
        AddList(NpgsqlDbType.Text, _rows.Causations);
        AddList(NpgsqlDbType.Text, _rows.Correlations);
        AddList(NpgsqlDbType.Bytea, _rows.EventLinks);
    }

    private void AddList<T>(NpgsqlDbType type, List<T> list) => Add(NpgsqlDbType.Array | type, list);

    private void Add<T>(NpgsqlDbType type, T value) => _command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
}
