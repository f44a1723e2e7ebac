using Npgsql;
using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.PostgreSql;

/// <summary>An append that has written everything and has not committed: what the journal itself never leaves open.</summary>
internal sealed class HeldAppend : IDisposable
{
    private readonly PostgreSqlDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    public HeldAppend(string connectionString, JournalIdentity identity, AppendRequest request)
    {
        _database = new PostgreSqlDatabase(connectionString, new SchemaName(SchemaName.Default), "held");
        _connection = _database.Connect();
        _transaction = _connection.BeginTransaction();
        var plan = new AppendPlan(identity.Account);
        var streams = new Dictionary<string, StreamState>(StringComparer.Ordinal);
        using var call = new AppendCall(_database, _connection, identity, plan.Rows);
        for (var isDone = false; !isDone;)
        {
            plan.Decide([request], streams, []);
            var answer = call.Run(plan);
            isDone = answer.IsDone;
            if (!isDone)
                streams[request.Stream] = answer.Streams![0];
        }
    }

    public bool TryCommit()
    {
        try
        {
            _transaction.Commit();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
        _database.Dispose();
    }
}
