defmodule SlipstreamTest.Endpoint do
  use Phoenix.Endpoint, otp_app: :slipstream_test

  socket "/socket", SlipstreamTest.TestSocket, websocket: true, longpoll: false
  socket "/socket_deflate", SlipstreamTest.TestSocket, websocket: [compress: true], longpoll: false
end

defmodule SlipstreamTest.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [
      {Phoenix.PubSub, name: SlipstreamTest.PubSub},
      SlipstreamTest.Presence,
      SlipstreamTest.Joins,
      SlipstreamTest.Marks,
      SlipstreamTest.Endpoint
    ]

    Supervisor.start_link(children, strategy: :one_for_one, name: SlipstreamTest.Supervisor)
  end
end
