defmodule SlipstreamTest.TestSocket do
  use Phoenix.Socket

  channel "test:*", SlipstreamTest.TestChannel
  channel "presence:*", SlipstreamTest.TrackingChannel

  @impl true
  def connect(%{"reject" => "yes"}, _socket, _connect_info), do: :error
  def connect(params, socket, _connect_info), do: {:ok, assign(socket, :id, params["id"])}

  @impl true
  def id(socket), do: socket.assigns.id
end

defmodule SlipstreamTest.Joins do
  @moduledoc "Counts how often each client joined, by the name in its join params."
  use Agent

  def start_link(_options), do: Agent.start_link(fn -> %{} end, name: __MODULE__)
  def count(client), do: Agent.get(__MODULE__, &Map.get(&1, client, 0))
  def add(client), do: Agent.update(__MODULE__, &Map.update(&1, client, 1, fn n -> n + 1 end))
end

defmodule SlipstreamTest.Marks do
  @moduledoc "The numbers that each client marked, in order, by the name in its join params."
  use Agent

  def start_link(_options), do: Agent.start_link(fn -> %{} end, name: __MODULE__)
  def all(client), do: Agent.get(__MODULE__, &(&1 |> Map.get(client, []) |> Enum.reverse()))
  def add(client, n), do: Agent.update(__MODULE__, &Map.update(&1, client, [n], fn marks -> [n | marks] end))
end
