using Npgsql;
using NpgsqlTypes;
using QuantumAI.Benchmarks.Harness;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>The server without our journal: one table of the same columns and indexes, prepared inserts, so many rows per commit.</summary>
internal static class RawPostgreSqlLoop
{
    private const string Table = """
        CREATE TABLE events(
            position bigint NOT NULL PRIMARY KEY, stream_id bigint NOT NULL, seq bigint NOT NULL CHECK(seq >= 1), type text NOT NULL,
            schema_version integer NOT NULL, payload text NOT NULL, market_time bigint NOT NULL, recorded_at timestamptz NOT NULL,
            causation text, correlation text, link bytea CHECK(octet_length(link) = 32), UNIQUE(stream_id, seq))
        """;

    private const string Columns = "events(position, stream_id, seq, type, schema_version, payload, market_time, recorded_at, causation, correlation, link)";

    private const string InsertOne = $"INSERT INTO {Columns} VALUES($1, $2, $3, $4, $5, $6, $7, statement_timestamp(), $8, $9, $10)";

    private const string InsertMany =
        $"INSERT INTO {Columns} SELECT position, stream_id, seq, type, schema_version, payload, market_time, statement_timestamp(), causation, correlation, link " +
        "FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS e(position, stream_id, seq, type, schema_version, payload, market_time, causation, correlation, link)";

    private static readonly NpgsqlDbType[] Types =
    [
        NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.Text,
        NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bytea,
    ];

    private static readonly byte[] Link = new byte[32];

    /// <summary>A batch of prepared inserts per commit: one round trip.</summary>
    public static Sample Pipelined(string connectionString, string payload, int rows, int perCommit)
    {
        using var connection = Open(connectionString);
        using var batch = new NpgsqlBatch(connection);
        for (var i = 0; i < perCommit; i++)
        {
            var command = new NpgsqlBatchCommand(InsertOne);
            foreach (var type in Types)
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = DBNull.Value });
            batch.BatchCommands.Add(command);
        }

        batch.Prepare();
        return Sample.Rate(rows, () =>
        {
            for (var row = 0; row < rows; row += perCommit)
            {
                for (var i = 0; i < perCommit; i++)
                    Set(batch.BatchCommands[i].Parameters, row + i, i, (row / perCommit) + 1, payload);
                batch.ExecuteNonQuery();
            }
        });
    }

    /// <summary>One insert of many rows per commit.</summary>
    public static Sample Unnest(string connectionString, string payload, int rows, int perCommit)
    {
        using var connection = Open(connectionString);
        using var command = new NpgsqlCommand(InsertMany, connection);
        foreach (var type in Types)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type });
        Values(command.Parameters, 0, perCommit, payload);
        command.Prepare();
        return Sample.Rate(rows, () =>
        {
            for (var row = 0; row < rows; row += perCommit)
            {
                Values(command.Parameters, row, perCommit, payload);
                command.ExecuteNonQuery();
            }
        });
    }

    /// <summary>One row per commit; milliseconds at a percentile.</summary>
    public static Sample OneByOne(string connectionString, string payload, int rows, int percentile)
    {
        using var connection = Open(connectionString);
        using var command = new NpgsqlCommand(InsertOne, connection);
        foreach (var type in Types)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = DBNull.Value });
        command.Prepare();
        return Latencies.Millis(rows, percentile, row =>
        {
            Set(command.Parameters, row, 1, row + 1, payload);
            command.ExecuteNonQuery();
        });
    }

    private static NpgsqlConnection Open(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var create = new NpgsqlCommand(Table, connection);
        create.ExecuteNonQuery();
        return connection;
    }

    private static void Set(NpgsqlParameterCollection parameters, long row, long stream, long sequence, string payload)
    {
        parameters[0].Value = row + 1;
        parameters[1].Value = stream;
        parameters[2].Value = sequence;
        parameters[3].Value = "OrderFilled";
        parameters[4].Value = 1;
        parameters[5].Value = payload;
        parameters[6].Value = row;
        parameters[9].Value = Link;
    }

    private static void Values(NpgsqlParameterCollection parameters, long first, int count, string payload)
    {
        long[] rows = [.. Enumerable.Range(0, count).Select(i => first + i)];
        parameters[0].Value = Array.ConvertAll(rows, row => row + 1);
        parameters[1].Value = Array.ConvertAll(rows, row => row % count);
        parameters[2].Value = Array.ConvertAll(rows, row => (row / count) + 1);
        parameters[3].Value = Array.ConvertAll(rows, _ => "OrderFilled");
        parameters[4].Value = Array.ConvertAll(rows, _ => 1);
        parameters[5].Value = Array.ConvertAll(rows, _ => payload);
        parameters[6].Value = rows;
        parameters[7].Value = new string?[count];
        parameters[8].Value = new string?[count];
        parameters[9].Value = Array.ConvertAll(rows, _ => Link);
    }
}
