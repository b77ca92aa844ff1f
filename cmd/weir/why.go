package main

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"weir/app"
	"weir/runtime"
)

var whyVerb = &verb{
	name:    "why",
	usage:   "[APP]",
	summary: "asks a running application what each stream waits for",
	help: `
APP is an application file, or its name. Without it all applications that this user runs on this machine answer.`,
	setup: func(*flag.FlagSet) func(*console, []string) error {
		return func(c *console, args []string) error {
			pattern := "*"
			if len(args) > 0 {
				path, err := one(args, "an application")
				if err != nil {
					return err
				}
				pattern = socketPattern(path)
			}
			sockets, err := filepath.Glob(filepath.Join(socketDir(), pattern+".sock"))
			if err != nil {
				return err
			}
			answered := 0
			for _, s := range sockets {
				if answer(c, s) {
					answered++
				}
			}
			if answered == 0 {
				return &exit{exitNo, errors.New("no such application is running on this machine under this user")}
			}
			return nil
		}
	},
}

// answer prints what one running application says. A socket that nobody listens at was left by a crash.
func answer(c *console, socket string) bool {
	conn, err := net.DialTimeout("unix", socket, time.Second)
	if err != nil {
		if errors.Is(err, syscall.ECONNREFUSED) {
			_ = os.Remove(socket)
		}
		return false
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return false
	}
	n, err := io.Copy(c.stdout, conn)
	return err == nil && n > 0
}

// answerWhy answers weir why and SIGQUIT until the function that it returns is called. An application that cannot answer
// runs all the same.
func answerWhy(running *app.Running, c *app.Compiled) (done func()) {
	began := time.Now()
	say := func() string { return whyText(c.Name, running.Status(), running.Why(), time.Since(began)) }
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGQUIT)
	over := make(chan struct{})
	go func() {
		for {
			select {
			case <-quit:
				fmt.Fprint(os.Stderr, "\n"+say())
			case <-over:
				return
			}
		}
	}()
	socket := listen(c.File, c.Name)
	if socket != nil {
		go serve(socket, say)
	}
	return func() {
		signal.Stop(quit)
		close(over)
		if socket != nil {
			socket.Close()
		}
	}
}

func serve(socket net.Listener, say func() string) {
	for {
		conn, err := socket.Accept()
		if err != nil {
			return
		}
		if conn.SetDeadline(time.Now().Add(10*time.Second)) == nil {
			_, _ = io.WriteString(conn, say()) // whoever asked and left needs no answer
		}
		conn.Close()
	}
}

// listen opens this process's socket; nil if there is no place for one.
func listen(file, name string) net.Listener {
	dir := socketDir()
	if err := os.MkdirAll(dir, 0o700); err != nil || !private(dir) {
		return nil
	}
	path := filepath.Join(dir, fmt.Sprintf("%s-%s-%d.sock", cutName(name), fileKey(file), os.Getpid()))
	_ = os.Remove(path)
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil
	}
	return l
}

// private reports that a folder is this user's alone: the one for temporary files is everybody's.
func private(dir string) bool {
	info, err := os.Stat(dir)
	if err != nil {
		return false
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(owner.Uid) == os.Getuid() && info.Mode().Perm()&0o077 == 0
}

// socketDir is where this user's running applications listen.
func socketDir() string {
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		return filepath.Join(dir, "weir")
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("weir-%d", os.Getuid()))
}

// socketPattern finds the sockets of an application by its file or its name.
func socketPattern(arg string) string {
	if _, err := os.Stat(arg); err == nil {
		return "*-" + fileKey(arg) + "-*"
	}
	return strings.NewReplacer("*", "", "?", "", "[", "", "/", "").Replace(cutName(arg)) + "-????????-*"
}

// fileKey tells applications of one name apart.
func fileKey(file string) string {
	path, err := filepath.Abs(file)
	if err != nil {
		path = file
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(path)))[:8]
}

// cutName keeps a socket's path within the hundred bytes that it may have.
func cutName(name string) string { return name[:min(len(name), 40)] }

// whyText says in a line each what the streams wait for.
func whyText(name string, s runtime.Status, streams []runtime.Waiting, up time.Duration) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (process %d): %s", name, os.Getpid(), s.State)
	if s.Reason != "" {
		b.WriteString(": " + s.Reason)
	}
	fmt.Fprintf(&b, "\n  up %s, %s in, %s out\n", short(up), count(rowsIn(s.Counts), "row"), count(rowsOut(s.Counts), "row"))
	for _, w := range streams {
		fmt.Fprintf(&b, "  %s\n    %s\n", w.Stream, stillness(s, w))
	}
	return b.String()
}

// stillness says since when a stream is silent and what it waits for.
func stillness(s runtime.Status, w runtime.Waiting) string {
	silent := time.Duration(s.Now-w.Since) * time.Millisecond
	switch {
	case w.Since == 0:
		return "no row has come yet: " + w.Sentence
	case silent < time.Second && s.State == runtime.Running:
		return "rows flow"
	default:
		return "silent for " + short(silent) + ": " + w.Sentence
	}
}
