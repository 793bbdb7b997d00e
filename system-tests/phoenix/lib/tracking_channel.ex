defmodule SlipstreamTest.Presence do
  @moduledoc "The presences of all nodes."
  use Phoenix.Presence, otp_app: :slipstream_test, pubsub_server: SlipstreamTest.PubSub
end

defmodule SlipstreamTest.TrackingChannel do
  @moduledoc "Tracks the user of the join params. TrackingChannel.java does the same."
  use Phoenix.Channel

  alias SlipstreamTest.Presence

  @impl true
  def join("presence:" <> _, %{"user" => user, "device" => device}, socket) do
    send(self(), :after_join)
    {:ok, assign(socket, user: user, device: device)}
  end

  @impl true
  def handle_info(:after_join, socket) do
    {:ok, _ref} = Presence.track(socket, socket.assigns.user, %{device: socket.assigns.device})
    push(socket, "presence_state", Presence.list(socket))
    {:noreply, socket}
  end

  @impl true
  def handle_in("move", %{"device" => device}, socket) do
    {:ok, _ref} = Presence.update(socket, socket.assigns.user, %{device: device})
    {:reply, :ok, socket}
  end

  def handle_in("hide", _, socket) do
    :ok = Presence.untrack(socket, socket.assigns.user)
    {:reply, :ok, socket}
  end

  # Ends the connection without a close frame.
  def handle_in("cut", _, socket) do
    Process.exit(socket.transport_pid, :kill)
    {:noreply, socket}
  end
end
