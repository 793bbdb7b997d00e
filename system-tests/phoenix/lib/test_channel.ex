defmodule SlipstreamTest.TestChannel do
  @moduledoc "The server side of the scenarios. TestChannel.java does the same."
  use Phoenix.Channel

  alias SlipstreamTest.{Joins, Marks}

  @impl true
  def join("test:good", params, socket) do
    client = params["client"]
    Joins.add(client)
    {:ok, %{welcome: client}, assign(socket, client: client, swallowed: [])}
  end

  def join("test:bad", _params, _socket), do: {:error, %{bad: "join"}}
  def join(_topic, _params, _socket), do: raise("no such room")

  @impl true
  def handle_in("quicksand", payload, socket) do
    text = if match?({:binary, _}, payload), do: "bytes", else: Phoenix.json_library().encode!(payload)
    {:noreply, update(socket, text)}
  end

  def handle_in("swallowed", _, socket), do: {:reply, {:ok, %{all: socket.assigns.swallowed}}, socket}
  def handle_in("joins", _, socket), do: {:reply, {:ok, %{count: Joins.count(socket.assigns.client)}}, socket}
  def handle_in("ping", {:binary, _}, socket), do: {:reply, {:ok, {:binary, <<2, 3>>}}, socket}
  def handle_in("ping", _, socket), do: {:reply, {:ok, %{pong: true}}, socket}
  def handle_in("error tuple", _, socket), do: {:reply, {:error, %{failure: true}}, socket}
  def handle_in("ack", _, socket), do: {:reply, :ok, socket}
  def handle_in("marks", _, socket), do: {:reply, {:ok, %{all: Marks.all(socket.assigns.client)}}, socket}
  def handle_in("stop", _, socket), do: {:stop, :normal, socket}

  def handle_in("mark", %{"n" => n}, socket) do
    Marks.add(socket.assigns.client, n)
    {:reply, :ok, socket}
  end

  def handle_in("count", %{"n" => last}, socket) do
    Enum.each(1..last, &push(socket, "number", %{n: &1}))
    {:noreply, socket}
  end

  # Ends the connection without a close frame.
  def handle_in("cut", _, socket) do
    Process.exit(socket.transport_pid, :kill)
    {:noreply, socket}
  end

  # Closes all connections with the id of this connection.
  def handle_in("disconnect", _, socket) do
    socket.endpoint.broadcast(socket.id, "disconnect", %{})
    {:noreply, socket}
  end

  def handle_in("push to me", payload, socket) do
    back = if match?({:binary, _}, payload), do: {:binary, <<4, 5>>}, else: %{bar: "baz"}
    push(socket, "foo", back)
    {:noreply, socket}
  end

  def handle_in("broadcast", _, socket) do
    broadcast(socket, "shout", %{to: "all"})
    {:noreply, socket}
  end

  def handle_in("binary broadcast", _, socket) do
    broadcast(socket, "bytes", {:binary, <<6, 7>>})
    {:noreply, socket}
  end

  defp update(socket, text), do: assign(socket, :swallowed, socket.assigns.swallowed ++ [text])
end
