using System.Text;
using OpsPortal.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await CliProgram.RunAsync(args, Console.Out, Console.Error);
