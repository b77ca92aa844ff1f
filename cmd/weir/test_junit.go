package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The elements of a JUnit report.
type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Suites  []junitSuite
	}
	junitSuite struct {
		XMLName  xml.Name `xml:"testsuite"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Time     string   `xml:"time,attr"`
		Cases    []junitCase
	}
	junitCase struct {
		XMLName xml.Name      `xml:"testcase"`
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr"`
		Time    string        `xml:"time,attr"`
		Failure *junitMessage `xml:"failure"`
		Error   *junitMessage `xml:"error"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",cdata"`
	}
)

// writeJUnit writes one test case for each script: a failure has the rows that differ, an error is a script that cannot run.
func writeJUnit(path string, verdicts []verdict) error {
	suite := junitSuite{Name: "weir test", Tests: len(verdicts)}
	var total time.Duration
	for _, v := range verdicts {
		total += v.took
		c := junitCase{
			Class: strings.ReplaceAll(filepath.ToSlash(filepath.Dir(v.file)), "/", "."),
			Name:  strings.TrimSuffix(filepath.Base(v.file), filepath.Ext(v.file)),
			File:  v.file, Time: junitSeconds(v.took),
		}
		message := &junitMessage{Message: v.message, Text: v.detail}
		switch {
		case v.broken:
			suite.Errors++
			c.Error = message
		case v.message != "":
			suite.Failures++
			c.Failure = message
		}
		suite.Cases = append(suite.Cases, c)
	}
	suite.Time = junitSeconds(total)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", "  ")
	if err := e.Encode(junitSuites{Suites: []junitSuite{suite}}); err != nil {
		return err
	}
	b.WriteByte('\n')
	return os.WriteFile(path, b.Bytes(), 0o666)
}

func junitSeconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
