using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Specs;

public sealed class ConnectorSpecFileTests : IDisposable
{
    private readonly SpecFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_reads_back_as_the_same_spec()
    {
        _folder.Save(SpecSamples.TwoMethods).ShouldBe(SpecSaveResult.Created);
        var read = _folder.Load();
        SpecFolder.Canonical(read).ShouldBe(_folder.Text);
        read.ShouldBeSpec(SpecSamples.TwoMethods);
    }

    [Fact]
    public void Listed_values_are_read_written_and_kept()
    {
        var spec = SpecSamples.OneMethod;
        var region = new SpecParameter("region", "string", true, false, "", ["eu", "on", "a b"]);
        spec = spec with
        {
            Connection = spec.Connection with { Parameters = [.. spec.Connection.Parameters, region] },
            Authentication = spec.Authentication with { Methods = [spec.Authentication.Methods[0] with { Parameters = ["api_key", "region"] }] },
        };
        _folder.Save(spec);
        _folder.Text.ShouldContain("enum: [eu, 'on', a b]");
        var read = _folder.Load().Connection.Parameters[1].Enum.ShouldNotBeNull();
        read.ShouldBe(["eu", "on", "a b"]);

        // A spec that is built from the document knows no list; the one in the file stays.
        _folder.Save(spec with { Connection = spec.Connection with { Parameters = [spec.Connection.Parameters[0], region with { Enum = null, Description = "new" }] } });
        _folder.Load().Connection.Parameters[1].Enum.ShouldBe(["eu", "on", "a b"]);
        _folder.Text.ShouldContain("description: new");
    }

    [Theory]
    [InlineData("[]", false)]
    [InlineData("[eu, eu]", false)]
    [InlineData("eu", false)]
    [InlineData("[' eu']", false)]
    [InlineData("['']", false)]
    [InlineData("[eu]", true)]
    public void A_list_that_is_none_or_of_a_secret_is_refused(string list, bool secret)
    {
        _folder.Save(SpecSamples.OneMethod);
        var text = _folder.Text.Replace("description: The key", $"description: The key\n      enum: {list}", StringComparison.Ordinal);
        _folder.With(secret ? text : text.Replace("secret: true", "secret: false", StringComparison.Ordinal));

        var error = Should.Throw<ConnectorAuthException>(() => _folder.Load());

        error.Code.ShouldBe(ErrorCodes.SpecInvalid);
        error.Message.ShouldContain("connection.parameters[0].enum");
    }

    [Fact]
    public void A_new_file_is_pleasant_to_read_and_points_to_the_document()
    {
        _folder.Save(SpecSamples.OneMethod);
        _folder.Text.ShouldBe($$"""
            # How a connector signs in to Acme. Written by generate_spec; edit freely: what you change is kept, comments and further keys too.
            # It holds no credential. Those are entered on the portal page and stored encrypted, outside this project.
            display_name: Acme

            # What connector frameworks read
            connection:
              parameters:
                - name: api_key
                  type: string
                  required: true
                  secret: true
                  description: The key
            external_options_allowlist: ''

            # How requests are authenticated; other readers ignore this section
            authentication:
              document: acme_api_doc.md
              document_sha256: {{SpecSamples.Sha}}
              methods:
                - name: api_key
                  kind: api_key # from acme_api_doc.md:7
                  placements:
                    - in: header
                      name: X-Acme-Key
                      format: '{api_key}'
                  parameters: [api_key]
                  evidence:
                    - fact: kind
                      quote: Send your key
                      line: 7
              base_urls:
                - url: https://api.acme.example/v1
                  environment: production
                  line: 3
              # The only hosts a credential may go to; the person approves them in the portal
              hosts:
                - api.acme.example
              verification:
                - method: GET
                  path: /me
                  line: 20
              written_sha256: {{Mark}}

            """);
    }

    [Fact]
    public void A_file_that_says_the_same_is_not_touched()
    {
        _folder.With(SpecSamples.HandWritten);
        var before = File.GetLastWriteTimeUtc(_folder.SpecPath);
        _folder.Save(SpecSamples.OneMethod).ShouldBe(SpecSaveResult.Unchanged);
        _folder.Text.ShouldBe(SpecSamples.HandWritten);
        File.GetLastWriteTimeUtc(_folder.SpecPath).ShouldBe(before);
        _folder.Files().ShouldBe(["connector_spec.yaml"]);
    }

    [Fact]
    public void Saving_twice_changes_nothing_the_second_time()
    {
        _folder.Save(SpecSamples.TwoMethods).ShouldBe(SpecSaveResult.Created);
        _folder.Save(SpecSamples.TwoMethods).ShouldBe(SpecSaveResult.Unchanged);
    }

    [Fact]
    public void An_update_touches_only_the_lines_that_differ()
    {
        _folder.With(SpecSamples.HandWritten);
        var spec = SpecSamples.OneMethod;
        var method = spec.Authentication.Methods[0];
        _folder.Save(spec with
        {
            DisplayName = "Acme: Billing",
            Connection = spec.Connection with { Parameters = [spec.Connection.Parameters[0] with { Required = false }] },
            Authentication = spec.Authentication with
            {
                Methods = [method with { Placements = [method.Placements[0] with { Format = "Key {api_key}" }], Evidence = [new Evidence("kind", "Send your key", 9)] }],
                LockoutWarning = "five attempts",
            },
        }).ShouldBe(SpecSaveResult.Updated);

        ChangedLines(SpecSamples.HandWritten, _folder.Text).ShouldBe(
        [
            "-      required: true",
            "+      required: false",
            "-display_name:   Acme",
            "+display_name:   'Acme: Billing'",
            """-        - {in: header, name: X-Acme-Key, format: "{api_key}"}""",
            """+        - {in: header, name: X-Acme-Key, format: 'Key {api_key}'}""",
            "-        - line: 7",
            "+        - line: 9",
            "+  lockout_warning: five attempts",
            $"+  written_sha256: {Mark}",
        ]);
        _folder.Load().Authentication.Methods[0].Evidence[0].Quote.ShouldBe("Send your key");
    }

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_stay()
    {
        var text = "\ufeff" + SpecSamples.HandWritten.Replace("\n", "\r\n", StringComparison.Ordinal);
        File.WriteAllText(_folder.SpecPath, text, new UTF8Encoding(false));
        _folder.Save(SpecSamples.OneMethod).ShouldBe(SpecSaveResult.Unchanged);
        _folder.Save(SpecSamples.TwoMethods).ShouldBe(SpecSaveResult.Updated);
        var bytes = Encoding.UTF8.GetString(File.ReadAllBytes(_folder.SpecPath));
        bytes.ShouldStartWith("\ufeff# my own notes");
        bytes.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain('\n');
        _folder.Load().ShouldBeSpec(SpecSamples.TwoMethods);
    }

    [Fact]
    public void A_full_change_keeps_comments_and_unknown_keys()
    {
        _folder.With(SpecSamples.HandWritten);
        _folder.Save(SpecSamples.TwoMethods).ShouldBe(SpecSaveResult.Updated);
        foreach (var kept in new[] { "# my own notes on Acme", "# nothing yet", "owner: team-billing              # a key of ours", "# our copy of the document", "# the end" })
            _folder.Text.ShouldContain(kept);
        _folder.Load().ShouldBeSpec(SpecSamples.TwoMethods);
        _folder.Save(SpecSamples.TwoMethods).ShouldBe(SpecSaveResult.Unchanged);
    }

    [Fact]
    public void Items_move_with_their_comments_when_the_order_changes()
    {
        var two = SpecSamples.TwoMethods;
        _folder.Save(two);
        _folder.With(_folder.Text.Replace("    - name: oauth\n      kind", "    # for apps\n    - name: oauth\n      kind", StringComparison.Ordinal));
        var swapped = two with { Authentication = two.Authentication with { Methods = [.. two.Authentication.Methods.Reverse()] } };
        _folder.Save(swapped).ShouldBe(SpecSaveResult.Updated);
        _folder.Text.ShouldContain("  methods:\n    # for apps\n    - name: oauth\n      kind");
        _folder.Load().ShouldBeSpec(swapped);
    }

    [Fact]
    public void Our_own_comments_follow_the_document_and_a_persons_stay()
    {
        _folder.Save(SpecSamples.OneMethod);
        var method = SpecSamples.OneMethod.Authentication.Methods[0];
        var moved = SpecSamples.OneMethod with
        {
            Authentication = SpecSamples.OneMethod.Authentication with { Methods = [method with { Evidence = [new Evidence("kind", "Send your key", 70)] }] },
        };
        _folder.Save(moved);
        _folder.Text.ShouldContain("kind: api_key # from acme_api_doc.md:70\n");
        _folder.With(_folder.Text.Replace("# from acme_api_doc.md:70", "# from what Jo said", StringComparison.Ordinal));
        _folder.Save(SpecSamples.OneMethod).ShouldBe(SpecSaveResult.Updated);
        _folder.Text.ShouldContain("kind: api_key # from what Jo said\n");
    }

    [Fact]
    public void Settings_of_other_connector_code_survive()
    {
        _folder.With("""
            display_name: Old name
            connection:
              parameters:
                - name: table_prefix   # used by the reader
                  type: string
                  required: false
                  description: Prefix of table names
            external_options_allowlist: "since,limit"
            """);
        _folder.Save(SpecSamples.OneMethod).ShouldBe(SpecSaveResult.Updated);
        var read = _folder.Load();
        read.ExternalOptionsAllowlist.ShouldBe("since,limit");
        read.Connection.Parameters.Select(parameter => parameter.Name).ShouldBe(["table_prefix", "api_key"]);
        _folder.Text.ShouldContain("- name: table_prefix   # used by the reader");
        _folder.Save(SpecSamples.OneMethod).ShouldBe(SpecSaveResult.Unchanged);
    }

    [Fact]
    public void A_parameter_that_an_earlier_spec_asked_for_goes_when_no_method_needs_it()
    {
        _folder.Save(SpecSamples.TwoMethods);
        _folder.Save(SpecSamples.OneMethod);
        _folder.Load().ShouldBeSpec(SpecSamples.OneMethod);
        _folder.Text.ShouldNotContain("subdomain");
    }

    [Fact]
    public void An_empty_file_is_filled_and_its_comments_stay()
    {
        _folder.With("# reserved");
        _folder.Save(SpecSamples.OneMethod).ShouldBe(SpecSaveResult.Updated);
        _folder.Text.ShouldStartWith("# reserved\n# How a connector");
        _folder.Load().ShouldBeSpec(SpecSamples.OneMethod);
    }

    [Fact]
    public void A_json_file_stays_json()
    {
        _folder.With("""{"display_name": "Acme", "connection": {"parameters": []}, "extra": [1, 2]}""");
        _folder.Save(SpecSamples.TwoMethods).ShouldBe(SpecSaveResult.Updated);
        _folder.Text.ShouldStartWith("{\"display_name\": Acme Billing, \"connection\": {");
        _folder.Text.ShouldContain("\"extra\": [1, 2]");
        _folder.Load().ShouldBeSpec(SpecSamples.TwoMethods);
    }

    [Theory]
    [InlineData("display_name: [")]
    [InlineData("a: &x 1\nb: *x\n")]
    [InlineData("- a\n")]
    public void A_file_that_can_not_be_edited_is_left_alone(string text)
    {
        _folder.With(text);
        Should.Throw<ConnectorAuthException>(() => _folder.Save(SpecSamples.OneMethod)).Code.ShouldBe(ErrorCodes.SpecInvalid);
        _folder.Text.ShouldBe(text);
        _folder.Files().ShouldBe(["connector_spec.yaml"]);
    }

    [Fact]
    public void A_spec_that_breaks_the_format_is_not_written()
    {
        var broken = SpecSamples.OneMethod with { Authentication = SpecSamples.OneMethod.Authentication with { Hosts = [] } };
        var error = Should.Throw<ConnectorAuthException>(() => _folder.Save(broken));
        error.Code.ShouldBe(ErrorCodes.InvalidArgument);
        error.Message.ShouldNotContain(SpecSamples.Display, customMessage: "a line of a file that does not exist helps nobody");
        error.Message.ShouldContain("authentication.hosts");
        _folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_file_is_answered_with_the_tool_that_makes_it()
    {
        var error = Should.Throw<ConnectorAuthException>(_folder.Load);
        error.Code.ShouldBe(ErrorCodes.SpecNotFound);
        error.Message.ShouldContain(SpecSamples.Display);
        error.NextStep.ShouldContain("generate_spec");
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_a_clear_error()
    {
        Directory.CreateDirectory(_folder.SpecPath);
        Should.Throw<ConnectorAuthException>(_folder.Load).Code.ShouldBe(ErrorCodes.FileAccess);
        Directory.Delete(_folder.SpecPath);
    }

    [Fact]
    public void A_file_that_is_no_text_is_refused()
    {
        File.WriteAllBytes(_folder.SpecPath, [0x64, 0xff, 0xfe, 0x00]);
        Should.Throw<ConnectorAuthException>(_folder.Load).Message.ShouldContain("UTF-8");
    }

    [Fact]
    public void A_file_above_the_size_limit_is_refused()
    {
        _folder.With("a: " + new string('x', ConnectorSpecFile.MaximumBytes));
        Should.Throw<ConnectorAuthException>(_folder.Load).Message.ShouldContain("1 MiB");
    }

    [Fact]
    public void The_name_a_person_gave_the_api_can_be_kept()
    {
        ConnectorSpecFile.DisplayNameOf(_folder.SpecPath, SpecSamples.Display).ShouldBeNull();
        _folder.With("display_name: Our Acme\n");
        ConnectorSpecFile.DisplayNameOf(_folder.SpecPath, SpecSamples.Display).ShouldBe("Our Acme");
    }

    private string Mark => _folder.Text.Split("written_sha256: ")[1].Split('\n')[0];

    private static IEnumerable<string> ChangedLines(string before, string after)
    {
        var old = before.Split('\n');
        var now = after.Split('\n');
        int i = 0, j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j]) (i, j) = (i + 1, j + 1);
            else if (i < old.Length && !now.Skip(j).Contains(old[i])) yield return "-" + old[i++];
            else yield return "+" + now[j++];
        }
    }
}
