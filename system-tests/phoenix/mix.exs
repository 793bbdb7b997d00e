defmodule SlipstreamTest.MixProject do
  use Mix.Project

  def project, do: [app: :slipstream_test, version: "0.1.0", elixir: "~> 1.14", deps: deps()]
  def application, do: [extra_applications: [:logger], mod: {SlipstreamTest.Application, []}]

  # `PHOENIX=1.8.12 mix deps.get` uses that version. The default is the newest 1.x version.
  defp deps do
    [
      {:phoenix, System.get_env("PHOENIX", "~> 1.7")},
      {:bandit, "~> 1.0"},
      {:jason, "~> 1.4"}
    ]
  end
end
