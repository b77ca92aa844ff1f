package main

import (
	"bufio"
	"crypto/sha256"
	"errors"
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
)

// What a running application can be asked through its socket: a line, which it answers with a text.
const (
	askWhy    = "why"
	askReload = "reload"
)

// patience is how long an answer may take: a table may be large.
const patience = 5 * time.Minute

// ask asks the running application that args name, or all of them, and prints the answers.
func ask(c *console, args []string, question string) error {
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
		if answer(c, s, question) {
			answered++
		}
	}
	if answered == 0 {
		return &exit{exitNo, errors.New("no such application is running on this machine under this user")}
	}
	return nil
}

// answer prints what one running application says. A socket that nobody listens at was left by a crash.
func answer(c *console, socket, question string) bool {
	conn, err := net.DialTimeout("unix", socket, time.Second)
	if err != nil {
		if errors.Is(err, syscall.ECONNREFUSED) {
			_ = os.Remove(socket)
		}
		return false
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return false
	}
	if _, err := fmt.Fprintln(conn, question); err != nil {
		return false
	}
	n, err := io.Copy(c.stdout, conn)
	return err == nil && n > 0
}

// attend answers what a running application is asked, SIGQUIT, and SIGHUP if it has tables to reload, until the function that it returns is called. An
// application that cannot answer runs all the same.
func attend(running *app.Running, c *app.Compiled, stderr io.Writer) (done func()) {
	began := time.Now()
	answers := map[string]func() string{
		askWhy:    func() string { return whyText(c.Name, running.Status(), running.Why(), time.Since(began)) },
		askReload: running.Tables.Reload,
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGQUIT)
	if len(c.Tables) > 0 {
		signal.Notify(signals, syscall.SIGHUP)
	}
	over := make(chan struct{})
	go func() {
		for {
			select {
			case s := <-signals:
				question := askWhy
				if s == syscall.SIGHUP {
					question = askReload
				}
				fmt.Fprint(stderr, "\n"+answers[question]())
			case <-over:
				return
			}
		}
	}()
	socket := listen(c.File, c.Name)
	if socket != nil {
		go serve(socket, answers)
	}
	return func() {
		signal.Stop(signals)
		close(over)
		if socket != nil {
			socket.Close()
		}
	}
}

func serve(socket net.Listener, answers map[string]func() string) {
	for {
		conn, err := socket.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			if conn.SetReadDeadline(time.Now().Add(time.Second)) != nil {
				return
			}
			question, _ := bufio.NewReader(conn).ReadString('\n')
			if answer := answers[strings.TrimSpace(question)]; answer != nil {
				_, _ = io.WriteString(conn, answer()) // whoever asked and left needs no answer
			}
		}()
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
