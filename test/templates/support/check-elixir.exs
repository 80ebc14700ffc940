# Checks many generated Elixir files in one start of the machine, which is slow: formatting, warnings and behaviour.
# Arguments: a scratch folder, then one folder for each case. Prints a line for each finding and nothing when all is well.

defmodule Check do
  def formatted(path) do
    source = File.read!(path)
    formatted = IO.iodata_to_binary([Code.format_string!(source), "\n"])
    if source != formatted, do: report(path, "is not as mix format writes it")
  end

  # Compiled to disk, because doctests read the documentation from there.
  def compiled(path, scratch) do
    case Kernel.ParallelCompiler.compile_to_path([path], scratch) do
      {:ok, _modules, []} -> :ok
      {:ok, _modules, warnings} -> report(path, "compiles with warnings: #{inspect(warnings)}")
      {:error, errors, _warnings} -> report(path, "does not compile: #{inspect(errors)}")
    end
  end

  def cache(path) do
    source = File.read!(path)
    [[_, strategy]] = Regex.scan(~r/strategy: :(\w+)/, source)
    expires? = source =~ ":ets"
    {:ok, supervisor} = Cache.Supervisor.start_link(cache: [ttl: 1], children: [{Agent, fn -> 0 end}])

    expect(path, Cache.fetch(:a) == :error, "finds what was never put")
    expect(path, Cache.put(:a, 1) == :ok, "cannot put")
    expect(path, Cache.put(:b, 2) == :ok, "cannot put")
    unless expires?, do: expect(path, Cache.fetch(:a) == {:ok, 1}, "does not find what was put")
    if expires?, do: expect(path, eventually(fn -> Cache.fetch(:a) == :error end), "never expires")
    if expires?, do: expect(path, swept?(), "does not sweep")
    expect(path, Cache.delete(:a) == :ok and Cache.fetch(:a) == :error, "does not delete")
    expect(path, restarted(supervisor) == strategy, "is not supervised #{strategy}")
    Supervisor.stop(supervisor)
  end

  defp swept? do
    send(Cache, :sweep)
    :sys.get_state(Cache)
    :ets.info(Cache, :size) == 0
  end

  # Which strategy is seen at work, by who else is restarted when the first or the second child crashes.
  defp restarted(supervisor) do
    second = fn -> crash(supervisor, Cache, Agent) end
    first = fn -> crash(supervisor, Agent, Cache) end

    case {second.(), first.()} do
      {false, false} -> "one_for_one"
      {true, false} -> "rest_for_one"
      {true, true} -> "one_for_all"
    end
  end

  defp crash(supervisor, crashing, other) do
    before = pid(supervisor, other)
    dead = pid(supervisor, crashing)
    Process.exit(dead, :kill)
    true = eventually(fn -> is_pid(pid(supervisor, crashing)) and pid(supervisor, crashing) != dead end)
    true = eventually(fn -> is_pid(pid(supervisor, other)) end)
    pid(supervisor, other) != before
  end

  defp pid(supervisor, id) do
    {^id, pid, _, _} = supervisor |> Supervisor.which_children() |> List.keyfind(id, 0)
    pid
  end

  defp eventually(condition, tries \\ 500) do
    condition.() or (tries > 0 and Process.sleep(2) == :ok and eventually(condition, tries - 1))
  end

  defp expect(path, holds?, finding), do: unless(holds?, do: report(path, finding))

  defp report(path, finding), do: IO.puts("#{path} #{finding}")
end

[scratch | cases] = System.argv()
Code.compiler_options(ignore_module_conflict: true)
Code.prepend_path(scratch)
Logger.configure(level: :none)
ExUnit.start(autorun: false, formatters: [ExUnit.CLIFormatter], colors: [enabled: false])

for folder <- cases do
  sources = Path.wildcard("#{folder}/lib/**/*.ex")
  tests = Path.wildcard("#{folder}/test/**/*_test.exs")
  Enum.each(sources ++ tests, &Check.formatted/1)
  Enum.each(sources, &Check.compiled(&1, scratch))
  for path <- sources, Path.basename(path) == "cache.ex", do: Check.cache(path)
  Enum.each(tests, &Code.require_file/1)
end

%{failures: failures} = ExUnit.run()
if failures > 0, do: IO.puts("#{failures} generated tests fail")
