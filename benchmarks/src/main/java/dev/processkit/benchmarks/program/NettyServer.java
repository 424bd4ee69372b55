package dev.processkit.benchmarks.program;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;

/**
 * A peer: Netty, with its epoll transport where it fits, and a flush for each read.
 *
 * @since 0.1
 */
public final class NettyServer {

	private static final int LONGEST = 1 << 20;

	private NettyServer() {
	}

	/**
	 * Serve.
	 * @param args the framing, and {@code tcp} or the path of a socket
	 * @throws IOException if it cannot
	 */
	public static void main(String[] args) throws IOException {
		boolean epoll = Epoll.isAvailable();
		boolean unix = Serving.isUnix(args[1]);
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(2,
				epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
		ServerBootstrap bootstrap = new ServerBootstrap().group(group)
			.channel(type(epoll, unix))
			.option(ChannelOption.SO_BACKLOG, 256)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(args[0].equals("length") ? new LengthFieldBasedFrameDecoder(LONGEST, 0, 4)
								: new LineBasedFrameDecoder(LONGEST, false, false), new Echo());
				}

			});
		if (!unix) {
			bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
		}
		Channel server = bootstrap.bind(address(args[1], epoll, unix)).syncUninterruptibly().channel();
		Serving.ready(
				(server.localAddress() instanceof InetSocketAddress tcp) ? Integer.toString(tcp.getPort()) : args[1]);
		Serving.untilInputEnds();
		group.shutdownGracefully().syncUninterruptibly();
	}

	private static Class<? extends ServerChannel> type(boolean epoll, boolean unix) {
		if (unix) {
			return epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
		}
		return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
	}

	private static SocketAddress address(String address, boolean epoll, boolean unix) {
		if (unix) {
			return epoll ? new DomainSocketAddress(address) : UnixDomainSocketAddress.of(address);
		}
		return new InetSocketAddress("127.0.0.1", 0);
	}

	/** The frames come with what the framing has added, so they go back as they are. */
	private static final class Echo extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			context.write((ByteBuf) message, context.voidPromise());
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.flush();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

	}

}
